import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { type Prompt, Prompter } from '../../src/services/prompter.ts';
import type { Notice } from '../../src/words/notice.ts';
import { createFakeDialogue } from '../doubles/fake-dialogue.ts';
import { createFakeWindow } from '../doubles/fake-window.ts';
import { createSteps } from './gate-world.ts';

const notice = (text: string): Notice => ({ severity: 'warning', text, actions: ['enterKey'] });
const remark = (text: string): Notice => ({ severity: 'info', text, actions: [] });

function createStage() {
  const clock = createFakeClock();
  const dialogue = createFakeDialogue();
  const window = createFakeWindow();
  const prompter = new Prompter({ dialogue, window, clock });
  const show = (text: string, change: Partial<Prompt> = {}) =>
    prompter.show({ notice: notice(text), how: 'background', isTrue: () => true, ...change });
  const texts = () => dialogue.told.map(({ text }) => text);
  return { clock, dialogue, window, prompter, show, texts, ...createSteps(clock) };
}

describe('messages that nobody asked for', () => {
  it('come once in 60 s, counted from the end of the last one', async () => {
    const { clock, dialogue, show, texts, rest } = createStage();
    const first = show('first');
    await rest();
    await clock.advance(30_000);
    dialogue.answer('enterKey');
    expect(await first).toBe('enterKey');
    await clock.advance(59_999);
    expect(await show('too early')).toBeUndefined();
    await clock.advance(1);
    void show('in time');
    await rest();
    expect(texts()).toEqual(['first', 'in time']);
    expect(dialogue.hints).toEqual([]);
  });

  it('stay away for 60 s after the person turned one away', async () => {
    const { clock, dialogue, show, texts, rest } = createStage();
    dialogue.react('turnAway');
    await show('asked for', { how: 'asked' });
    await clock.advance(59_999);
    await show('too early');
    expect(texts()).toEqual(['asked for']);
    await clock.advance(1);
    void show('in time');
    await rest();
    expect(texts()).toEqual(['asked for', 'in time']);
  });

  it('never come while another one is shown, and 60 s after it was overlooked', async () => {
    const { clock, show, texts, rest } = createStage();
    void show('first');
    await rest();
    await clock.advance(119_999);
    await show('too early');
    expect(texts()).toEqual(['first']);
    await clock.advance(1);
    void show('in time');
    await rest();
    expect(texts()).toEqual(['first', 'in time']);
  });

  it('wait for the focus of the window, and the first that is still true comes, alone', async () => {
    const { window, show, texts, rest } = createStage();
    window.blur();
    void show('old news', { isTrue: () => false });
    void show('first');
    void show('second');
    await rest();
    expect(texts()).toEqual([]);
    window.focus();
    await rest();
    expect(texts()).toEqual(['first']);
  });

  it('are dropped when they are no longer true once the window has the focus', async () => {
    const { window, show, texts, rest } = createStage();
    let isTrue = true;
    window.blur();
    void show('old news', { isTrue: () => isTrue });
    isTrue = false;
    window.focus();
    await rest();
    expect(texts()).toEqual([]);
  });

  it('come again after the clock was set back', async () => {
    const { clock, dialogue, show, texts, rest } = createStage();
    dialogue.react('turnAway');
    await show('first');
    clock.set(clock.now() - 86_400_000);
    void show('second');
    await rest();
    expect(texts()).toEqual(['first', 'second']);
  });

  it('are counted without buttons as well, which leave by themselves', async () => {
    const { clock, show, texts, rest } = createStage();
    void show('first', { notice: remark('first') });
    await rest();
    await clock.advance(59_999);
    await show('too early');
    await clock.advance(1);
    void show('in time');
    await rest();
    expect(texts()).toEqual(['first', 'in time']);
  });
});

describe('answers to a command', () => {
  it('always come, also when the window has not the focus and one was just turned away', async () => {
    const { dialogue, window, show, texts } = createStage();
    window.blur();
    dialogue.react('turnAway', 'turnAway');
    await show('first', { how: 'asked' });
    await show('second', { how: 'asked' });
    expect(texts()).toEqual(['first', 'second']);
  });

  it('come beside a message that is shown, which VS Code may have hidden without a word', async () => {
    const { dialogue, show, texts, rest } = createStage();
    void show('first');
    await rest();
    void show('second', { how: 'asked' });
    await rest();
    expect(texts()).toEqual(['first', 'second']);
    expect(dialogue.hints).toEqual([]);
  });

  it('without buttons, which leave by themselves, keep no other message away', async () => {
    const { show, texts, rest } = createStage();
    void show('copied', { how: 'asked', notice: remark('copied') });
    await rest();
    void show('shut', { how: 'used' });
    await rest();
    expect(texts()).toEqual(['copied', 'shut']);
  });
});

describe('messages to whoever uses what is gated', () => {
  it('become a hint within 60 s after the last one was turned away', async () => {
    const { clock, dialogue, show, texts } = createStage();
    dialogue.react('turnAway', 'turnAway');
    await show('first', { how: 'used' });
    await clock.advance(59_999);
    await show('second', { how: 'used' });
    expect([texts(), dialogue.hints]).toEqual([['first'], ['second']]);
    await clock.advance(1);
    await show('third', { how: 'used' });
    expect([texts(), dialogue.hints]).toEqual([['first', 'third'], ['second']]);
  });
});

describe('an end', () => {
  it('drops what waits, and answers nothing that comes later', async () => {
    const { dialogue, window, prompter, show, texts } = createStage();
    const shown = show('shown', { how: 'asked' });
    window.blur();
    const waiting = show('waiting');
    prompter.dispose();
    window.focus();
    dialogue.answer('enterKey');
    expect(await Promise.all([shown, waiting])).toEqual([undefined, undefined]);
    expect(await show('later', { how: 'asked' })).toBeUndefined();
    expect(texts()).toEqual(['shown']);
    expect(window.listeners).toBe(0);
  });
});
