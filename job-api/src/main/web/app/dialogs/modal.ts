import { html, type TemplateResult } from 'lit';
import { PageElement } from '../core/element';

/** A dialog that lives from `show` until it is closed, and then tells what came of it. */
export abstract class Modal<T> extends PageElement {
  private closed: (result: T | null) => void = () => {};
  private result: T | null = null;

  /** Opens it; answers when it is closed, with null when nothing was decided. */
  show(): Promise<T | null> {
    const before = document.activeElement as HTMLElement | null;
    document.body.append(this);
    return new Promise((resolve) => {
      this.closed = (result) => {
        this.remove();
        before?.focus();
        resolve(result);
      };
    });
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')!.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="modal-title" @close=${() => this.closed(this.result)}>${this.content()}</dialog>`;
  }

  protected abstract content(): TemplateResult;

  protected heading(text: string): TemplateResult {
    return html`<h2 id="modal-title">${text}</h2>`;
  }

  protected finish(result: T | null = null): void {
    this.result = result;
    this.querySelector('dialog')!.close();
  }

  protected cancelButton(text = 'Back'): TemplateResult {
    return html`<button type="button" @click=${() => this.finish()}>${text}</button>`;
  }
}
