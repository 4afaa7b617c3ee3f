import { html } from 'lit';

type Change = ['same' | 'added' | 'removed', string];

/** What was changed from one text to another, line by line. */
export function diff(before: string, after: string) {
  const changes = compare(before.split('\n'), after.split('\n'));
  if (changes.every(([kind]) => kind === 'same')) {
    return html`<p class="soft">Nothing is changed.</p>`;
  }
  const signs = { same: ' ', added: '+', removed: '-' };
  return html`<div class="diff" role="region" tabindex="0" aria-label="What is changed">
    ${changes.map(([kind, line]) => {
      const said = kind === 'same' ? '' : html`<span class="unseen">${kind}: </span>`;
      // White space counts here.
      return html`<div class=${kind}>${said}${signs[kind]} ${line}</div>`;
    })}
  </div>`;
}

/** The longest common lines stay; exact, and quick enough for payloads that a person edits. */
export function compare(before: string[], after: string[]): Change[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i][j] =
        before[i] === after[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      changes.push(['same', before[i++]]);
      j++;
    } else if (j < after.length && (i === before.length || common[i][j + 1] > common[i + 1][j])) {
      changes.push(['added', after[j++]]);
    } else {
      changes.push(['removed', before[i++]]);
    }
  }
  return changes;
}
