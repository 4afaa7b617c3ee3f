import { get } from '../api/client';
import type { JobType, Queue } from '../api/types';

/** What there is to choose from. */
export interface Names {
  types: string[];
  queues: string[];
}

/** The job types and queues that are known; none when they cannot be read, for fields can be filled by hand. */
export async function names(): Promise<Names> {
  try {
    const [types, queues] = await Promise.all([
      get<{ items: JobType[] }>('/job-types'),
      get<{ items: Queue[] }>('/queues'),
    ]);
    return { types: types.items.map((type) => type.name), queues: queues.items.map((queue) => queue.name) };
  } catch {
    return { types: [], queues: [] };
  }
}
