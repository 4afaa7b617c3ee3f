import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { queryText, type Query } from '../api/client';

/** Where one is. All that a page shows follows from it, so that a link shows the same again. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

const CHANGED = 'millrace:place';

/** Where one is now. */
export function place(): Place {
  return { path: location.pathname.replace(/(.)\/+$/, '$1'), query: new URLSearchParams(location.search) };
}

/** Goes elsewhere. */
export function go(url: string): void {
  if (url !== location.pathname + location.search) {
    history.pushState(null, '', url);
    window.dispatchEvent(new Event(CHANGED));
  }
}

/** Goes elsewhere as if one had never been here. */
export function goInstead(url: string): void {
  history.replaceState(null, '', url);
  window.dispatchEvent(new Event(CHANGED));
}

/** This page with some of its parameters changed; null takes one away. A page of a list holds for its filters alone. */
export function withQuery(change: Query): string {
  const { path, query } = place();
  const all: Query = Object.fromEntries(query);
  if (!('cursor' in change)) {
    delete all.cursor;
  }
  return path + queryText({ ...all, ...change });
}

/** Makes links of the dashboard stay in it, and back and forward work. */
export function followLinks(): void {
  window.addEventListener('popstate', () => window.dispatchEvent(new Event(CHANGED)));
  document.addEventListener('click', (click) => {
    const link = (click.target as Element).closest?.('a');
    const plain = click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey && !click.altKey;
    if (!link || !plain || click.defaultPrevented || link.target || link.origin !== location.origin) {
      return;
    }
    if (/^\/(dashboard|ops)(\/|$)/.test(link.pathname)) {
      click.preventDefault();
      if (link.hash && link.pathname === location.pathname) {
        document.getElementById(link.hash.slice(1))?.focus();
        return;
      }
      go(link.pathname + link.search);
      window.scrollTo(0, 0);
    }
  });
}

/** Draws its host anew whenever one goes elsewhere; tells it what is asked of its page, at first and whenever that changes. */
export class PlaceController implements ReactiveController {
  private path = '';
  private asked = '';
  private readonly changed = () => {
    if (place().path === this.path && location.search !== this.asked) {
      this.ask();
    }
    this.host.requestUpdate();
  };

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly act?: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener(CHANGED, this.changed);
    this.path = place().path;
    this.ask();
  }

  hostDisconnected(): void {
    window.removeEventListener(CHANGED, this.changed);
  }

  get query(): URLSearchParams {
    return place().query;
  }

  private ask(): void {
    this.asked = location.search;
    this.act?.();
  }
}
