import { describe, expect, it } from 'vitest';
import { createToolIndex } from '../../../src/rules/search/tool-index.ts';
import { searchable } from './tools.ts';

/** Tools that fill the catalogue, so that a word of one tool is rare. */
const FILLER = Array.from({ length: 60 }, (_, at) =>
  searchable(`filler/tool_${at}`, `Handles subject${'abcdefghij'[at % 10] ?? ''} number ${at}`),
);
function confidenceOf(request: string, ...tools: readonly (readonly [string, string])[]): string {
  const index = createToolIndex();
  for (const tool of FILLER) index.set(tool);
  for (const [id, description] of tools) index.set(searchable(id, description));
  return index.search(request).confidence;
}

describe('a request', () => {
  it('is answered with confidence when a tool has most of what it is about', () => {
    expect(
      confidenceOf('show the invoices of a customer', ['shop/list_invoices', 'List the invoices of a customer']),
    ).toBe('high');
  });

  it('is answered by none when a tool has what is to be done, and nothing of what it is to be done to', () => {
    expect(confidenceOf('start the dishwasher', ['trace/start_trace', 'Start a trace'])).toBe('none');
    expect(confidenceOf('write a poem about autumn', ['files/write_file', 'Write a file'])).toBe('none');
  });

  it('is a guess when it has little but what is to be done', () => {
    expect(confidenceOf('stop the footage recording', ['cam/stop_record', 'Stop to record'])).toBe('low');
  });

  it('needs more of a tool that has a word beside its purpose than of one that is for it', () => {
    const purpose = ['shop/archive', 'Keeps each invoice'] as const;
    const beside = ['shop/archive', 'Keeps all of it for ten years and more. Mind the invoice'] as const;
    expect(confidenceOf('laminate that invoice thrice gleaming', purpose)).toBe('low');
    expect(confidenceOf('laminate that invoice thrice gleaming', beside)).toBe('none');
  });

  it('tells a story when it is about many things, and one of them is enough', () => {
    const tool = ['shop/archive', 'Keeps all of it for ten years and more. Mind the invoice'] as const;
    expect(confidenceOf('laminate that invoice thrice gleaming, umpteen crumpled flyers besides', tool)).toBe('low');
  });

  it('is answered when tools are for it, although the best ones have but what is to be done', () => {
    const folders = ['open', 'close', 'list', 'move', 'copy'].map(
      (verb) => [`disk/${verb}_folder`, `To ${verb} a folder`] as const,
    );
    const links = Array.from({ length: 12 }, (_, at) => [`disk/share_link_${at}`, 'Share a link'] as const);
    expect(confidenceOf('share link of the folder', ...folders, ...links)).not.toBe('none');
  });

  it('about everyday life wants a tool that is for it', () => {
    const tool = ['data/describe_table', 'Describe a table'] as const;
    expect(confidenceOf('a restaurant table for dinner', tool)).toBe('none');
    expect(confidenceOf('find the message of my landlord', ['mail/find_message', 'Find a message'])).not.toBe('none');
    expect(confidenceOf('a big table for dinner', tool, ['guide/find_dinner', 'Find a place for dinner'])).toBe('high');
  });
});

it('takes names that no tool has for values', () => {
  const tool = ['maps/route', 'Get the route between two places'] as const;
  expect(confidenceOf('the route from Lyon to Geneva', tool)).toBe('high');
});
