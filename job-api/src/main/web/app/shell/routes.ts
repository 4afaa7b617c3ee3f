import { html, type TemplateResult } from 'lit';
import type { RoleName } from '../core/session';
import type { IconName } from '../parts/icon';
import '../pages/audit';
import '../pages/dead-letters';
import '../pages/job';
import '../pages/jobs';
import '../pages/keys';
import '../pages/logs';
import '../pages/ops';
import '../pages/overview';
import '../pages/queues';
import '../pages/schedules';
import '../pages/sign-in';
import '../pages/submit';
import '../pages/users';
import '../pages/workers';

/** One page: where it is, what it is called, and who finds it in the navigation. */
export interface Route {
  path: string;
  title: string;
  icon?: IconName;
  role?: RoleName;
  /** Without navigation around it. */
  bare?: boolean;
  draw: (id: string) => TemplateResult;
}

export const ROUTES: Route[] = [
  { path: '/dashboard', title: 'Overview', icon: 'overview', draw: () => html`<mr-overview></mr-overview>` },
  { path: '/dashboard/jobs', title: 'Jobs', icon: 'jobs', draw: () => html`<mr-jobs></mr-jobs>` },
  { path: '/dashboard/jobs/:id', title: 'Job', draw: (id) => html`<mr-job .jobId=${id}></mr-job>` },
  {
    path: '/dashboard/dead-letters',
    title: 'Dead letters',
    icon: 'dead',
    draw: () => html`<mr-dead-letters></mr-dead-letters>`,
  },
  { path: '/dashboard/schedules', title: 'Schedules', icon: 'clock', draw: () => html`<mr-schedules></mr-schedules>` },
  { path: '/dashboard/queues', title: 'Queues', icon: 'queue', draw: () => html`<mr-queues></mr-queues>` },
  { path: '/dashboard/workers', title: 'Workers', icon: 'workers', draw: () => html`<mr-workers></mr-workers>` },
  { path: '/dashboard/logs', title: 'Logs', icon: 'logs', draw: () => html`<mr-logs></mr-logs>` },
  {
    path: '/dashboard/submit',
    title: 'Submit',
    icon: 'submit',
    role: 'submitter',
    draw: () => html`<mr-submit></mr-submit>`,
  },
  { path: '/dashboard/keys', title: 'API keys', icon: 'key', role: 'admin', draw: () => html`<mr-keys></mr-keys>` },
  { path: '/dashboard/users', title: 'Users', icon: 'users', role: 'admin', draw: () => html`<mr-users></mr-users>` },
  { path: '/dashboard/audit', title: 'Audit', icon: 'audit', role: 'admin', draw: () => html`<mr-audit></mr-audit>` },
  { path: '/dashboard/sign-in', title: 'Sign in', bare: true, draw: () => html`<mr-sign-in></mr-sign-in>` },
  { path: '/ops', title: 'Ops', bare: true, draw: () => html`<mr-ops></mr-ops>` },
];

/** The page at a path, and the id in it. */
export function find(path: string): { route: Route; id: string } | null {
  for (const route of ROUTES) {
    const pattern = new RegExp(`^${route.path.replace(':id', '([^/]+)')}$`);
    const match = pattern.exec(path);
    if (match) {
      return { route, id: decodeURIComponent(match[1] ?? '') };
    }
  }
  return null;
}
