import { readFileSync } from 'node:fs';
import { ERROR_CODES, ERRORS, problemOf, REQUEST_LIMITS } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';

const docs = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const sections = docs.split(/^## /m).slice(1);
const headings = sections.map((section) => section.split('\n', 1)[0] ?? '');

describe('docs/errors.md', () => {
  it('has one section per code, in the order of the table', () => {
    expect(headings).toEqual([...ERROR_CODES]);
  });

  it('is where the type of every problem leads', () => {
    for (const code of ERROR_CODES) {
      const { type } = problemOf(code, { requestId: 'request-1' });
      const [page, anchor] = type.split('#');
      expect(page).toMatch(/\/docs\/errors\.md$/);
      expect(headings).toContain(anchor);
    }
  });

  it('names the status of every code, what happened, and what to do', () => {
    for (const section of sections) {
      const [code = '', happened = '', todo = ''] = section.trim().split('\n\n');
      const { status } = ERRORS[code as (typeof ERROR_CODES)[number]];
      expect(happened, code).toMatch(new RegExp(`^\\*\\*Status ${status}\\.\\*\\* \\S`));
      expect(todo, code).toMatch(/^\S[\s\S]*\.$/);
    }
  });

  it('names the limits as they are', () => {
    for (const limit of [REQUEST_LIMITS.bodyBytes, REQUEST_LIMITS.uriBytes, REQUEST_LIMITS.headerBytes]) {
      expect(docs).toContain(`${limit.toLocaleString('en')} bytes`);
    }
    expect(docs).toContain(`${REQUEST_LIMITS.jsonDepth} levels`);
  });

  it('has the example that the code would make', () => {
    const [, json = ''] = /\n(\{\n[\s\S]*?\n\})\n```/.exec(docs) ?? [];
    const example = JSON.parse(json) as { request_id: string; detail: string };
    expect(problemOf('key_revoked', { requestId: example.request_id, detail: example.detail })).toEqual(example);
  });
});
