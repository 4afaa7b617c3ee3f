import { post, remove } from '../api/client';
import type { Job } from '../api/types';
import { session } from './session';

export type JobAction = 'cancel' | 'retry' | 'discard';

/** Whether a button for it is shown: the job's status allows it, and so does one's role. */
export function mayAct(job: Job, action: JobAction | 'replay' | 'change'): boolean {
  return session.may('operator') && job.allowed_actions.includes(action);
}

/** Does it, and answers with the job as it is then. */
export function actOn(job: Job, action: JobAction): Promise<Job> {
  return action === 'discard' ? remove<Job>(`/dead-letters/${job.id}`) : post<Job>(`/jobs/${job.id}/${action}`);
}
