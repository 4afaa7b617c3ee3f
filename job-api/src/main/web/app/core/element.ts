import { LitElement } from 'lit';

/**
 * What all elements of the dashboard are. They draw into the page itself rather than into shadows of their own, so that one
 * sheet of styles holds, labels find their fields, and tables stay tables to whoever listens to them.
 */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
