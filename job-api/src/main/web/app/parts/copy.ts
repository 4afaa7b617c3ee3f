import { say } from './toast';

/** Copies a text for pasting elsewhere, and says whether it could. Browsers forbid it where there is no https. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.');
  } catch {
    say('The browser does not allow copying here.', true);
  }
}
