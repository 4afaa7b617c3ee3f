import { post, readSession, remove, whenSignedOut } from '../api/client';
import { ApiError } from '../api/problem';
import type { Session } from '../api/types';
import { go, goInstead, place } from './router';

export type RoleName = Session['role'];

/** Each may do what those before it may. */
export const ROLES: RoleName[] = ['viewer', 'submitter', 'operator', 'admin'];
export const SIGN_IN = '/dashboard/sign-in';

/** Who looks, and what they may do. The service decides for itself; here only what it would refuse is hidden. */
class CurrentSession extends EventTarget {
  who: Session | null = null;
  error: ApiError | null = null;
  known = false;

  may(role: RoleName): boolean {
    return this.who !== null && ROLES.indexOf(this.who.role) >= ROLES.indexOf(role);
  }

  async read(): Promise<void> {
    try {
      this.who = await readSession();
      this.error = null;
      this.known = true;
    } catch (failure) {
      this.who = null;
      this.error = failure instanceof ApiError && failure.status !== 401 ? failure : null;
      this.known = this.error === null;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Signs in and goes on to where one wanted; answers whether the browser keeps the session, without which nobody is in. */
  async signIn(username: string, password: string): Promise<boolean> {
    await post('/session', { username, password });
    await this.read();
    if (this.error) {
      throw this.error;
    }
    if (!this.who) {
      return false;
    }
    const next = place().query.get('next');
    goInstead(next && /^\/(dashboard|ops)([/?]|$)/.test(next) ? next : '/dashboard');
    return true;
  }

  async signOut(): Promise<void> {
    await remove('/session');
    this.who = null;
    this.dispatchEvent(new Event('change'));
    go(SIGN_IN);
  }

  /** A request has shown that nobody is signed in (any more). */
  lost(): void {
    if (this.who) {
      this.who = null;
      this.dispatchEvent(new Event('change'));
    }
    const { path } = place();
    if (path !== SIGN_IN && !path.startsWith('/ops')) {
      const here = path + location.search;
      goInstead(`${SIGN_IN}?next=${encodeURIComponent(here)}`);
    }
  }
}

export const session = new CurrentSession();
whenSignedOut(() => session.lost());
