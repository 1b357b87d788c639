import { describe, expect, it } from 'vitest';
import { reader as en } from '../../../renderer/i18n/en/reader.ts';
import { commandOf, READER_KEYS } from '../../../renderer/reader/readerKeys.ts';

const key = (name: string, part: Partial<Parameters<typeof commandOf>[0]> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...part,
});

describe('keys of the reader', () => {
  it.each([
    [key('PageDown'), 'screenDown'],
    [key('ArrowLeft'), 'previousPage'],
    [key('H', { shiftKey: true }), 'highlight'],
    [key('f', { ctrlKey: true }), 'find'],
    [key('f', { metaKey: true }), 'find'],
    [key('F3'), 'findNext'],
    [key('F3', { shiftKey: true }), 'findPrevious'],
    [key('z', { ctrlKey: true }), 'undo'],
    [key('Z', { ctrlKey: true, shiftKey: true }), 'redo'],
    [key('Escape'), 'leave'],
    [key('0'), 'fitWidth'],
  ] as const)('%o asks for %s', (event, command) => {
    expect(commandOf(event, false)).toBe(command);
  });

  it('letters, Delete and the undo of a text belong to the text while one writes', () => {
    for (const name of ['h', 'i', 'n', 'Delete', 'Backspace', 'Home', '0', '+']) {
      expect(commandOf(key(name), true)).toBeNull();
    }
    expect(commandOf(key('z', { ctrlKey: true }), true)).toBeNull();
    expect(commandOf(key('f', { ctrlKey: true }), true)).toBe('find');
    expect(commandOf(key('Escape'), true)).toBe('leave');
  });

  it('Alt is left to the app', () => {
    expect(commandOf(key('1', { altKey: true }), false)).toBeNull();
    expect(commandOf(key('ArrowLeft', { altKey: true }), false)).toBeNull();
  });

  it('every key of the list has its words', () => {
    const words: Readonly<Record<string, string>> = en.keys;
    for (const { label } of READER_KEYS)
      expect(words[label.replace('reader.keys.', '')]).toBeTypeOf('string');
  });
});
