import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { help } from '../dialogs/help';
import { PageElement } from '../core/element';
import { listenToKeys } from '../core/keyboard';
import { followLinks, PlaceController, place } from '../core/router';
import { session } from '../core/session';
import { icon } from '../parts/icon';
import { empty, failed, head } from '../parts/states';
import '../parts/toast';
import './banner';
import './live-state';
import { find, ROUTES, type Route } from './routes';
import './search';

/** The frame: navigation, search and banner around the page that the address names. */
@customElement('mr-app')
export class App extends PageElement {
  @state() private ready = false;
  private shown = '';

  constructor() {
    super();
    new PlaceController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followLinks();
    listenToKeys(help);
    session.addEventListener('change', () => this.requestUpdate());
    void session.read().then(() => (this.ready = true));
  }

  override render() {
    const { path } = place();
    const found = find(path);
    this.classList.toggle('bare', found?.route.bare ?? false);
    document.title = `${found?.route.title ?? 'Not found'} · Millrace`;
    if (!this.ready) {
      return nothing;
    }
    if (found?.route.bare) {
      return html`<main id="page" tabindex="-1">${found.route.draw('')}</main>
        <mr-toasts></mr-toasts>`;
    }
    return html`
      <a class="skip button" href="#page">Skip to the page</a>
      <nav class="side" aria-label="Pages">
        <a class="brand" href="/dashboard">${icon('mill')}Millrace</a>
        <ul>
          ${ROUTES.filter((route) => route.icon && (!route.role || session.may(route.role))).map((route) => this.link(route, path))}
        </ul>
        ${this.who()}
      </nav>
      <div class="bar">
        <mr-search></mr-search>
        <div class="end">
          <mr-live-state></mr-live-state>
          <button class="plain" aria-label="Keys" title="Keys (?)" @click=${help}><kbd>?</kbd></button>
        </div>
      </div>
      <div class="body">
        <mr-banner></mr-banner>
        <main id="page" class="page" tabindex="-1">${this.page(found)}</main>
      </div>
      <mr-toasts></mr-toasts>
    `;
  }

  override updated(): void {
    const { path } = place();
    if (this.ready && this.shown && this.shown !== path) {
      // Whoever listens rather than looks is told that the page is another.
      this.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    }
    this.shown = path;
  }

  private page(found: ReturnType<typeof find>) {
    if (!session.known && session.error) {
      return failed(session.error, () => void session.read());
    }
    if (!session.who) {
      return nothing;
    }
    if (!found) {
      return html`<div>${head('There is no such page')}${empty(place().path, html`<a href="/dashboard">Go to the overview</a>`)}</div>`;
    }
    const { role, title } = found.route;
    if (role && !session.may(role)) {
      return html`<div>${head(title)}${empty('Your role may not see this', `It takes the role ${role}.`, 'key')}</div>`;
    }
    return found.route.draw(found.id);
  }

  private link(route: Route, path: string) {
    const here = path === route.path || (route.path !== '/dashboard' && path.startsWith(`${route.path}/`));
    return html`<li>
      <a href=${route.path} aria-current=${here ? 'page' : nothing}>${icon(route.icon!)}${route.title}</a>
    </li>`;
  }

  private who() {
    const { who } = session;
    if (!who) {
      return nothing;
    }
    return html`<div class="who small">
      <a href="/ops">Wall screen</a> · <a href="/docs/" target="_blank">API</a>
      ${who.signed_in_by === 'open'
        ? html`<p class="soft">Open mode: everyone here is an admin.</p>`
        : html`<p><strong>${who.name}</strong> <span class="soft">${who.role}</span></p>
            <button class="small" @click=${() => void session.signOut()}>Sign out</button>`}
    </div>`;
  }
}
