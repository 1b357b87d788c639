import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { formatsOf } from '../../../renderer/i18n/format.ts';
import { vi as vietnamese } from '../../../renderer/i18n/vi.ts';

/** Every leaf as `path → text`. */
const leavesOf = (tree: object, prefix = ''): ReadonlyMap<string, unknown> => {
  const leaves = new Map<string, unknown>();
  for (const [name, value] of Object.entries(tree) as [string, unknown][]) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'object' && value !== null) {
      for (const [inner, text] of leavesOf(value, path)) leaves.set(inner, text);
    } else {
      leaves.set(path, value);
    }
  }
  return leaves;
};

const placesOf = (text: unknown): readonly string[] =>
  [...String(text).matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

const LANGUAGES = { vi: leavesOf(vietnamese), en: leavesOf(en) };

describe('the words of the interface', () => {
  it('are there in Vietnamese and in English under exactly the same keys', () => {
    expect([...LANGUAGES.en.keys()].sort()).toEqual([...LANGUAGES.vi.keys()].sort());
  });

  it('are never empty', () => {
    for (const [language, leaves] of Object.entries(LANGUAGES)) {
      const empty = [...leaves].filter(([, text]) => typeof text !== 'string' || text.trim() === '');
      expect(empty, language).toEqual([]);
    }
  });

  it('have the same places for values in both languages', () => {
    for (const [key, text] of LANGUAGES.vi) {
      expect(placesOf(LANGUAGES.en.get(key)), key).toEqual(placesOf(text));
    }
  });

  it('have both forms of every plural', () => {
    const keys = [...LANGUAGES.vi.keys()];
    const ones = keys.filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4));
    const others = keys.filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6));
    expect(ones.sort()).toEqual(others.sort());
  });

  it('are written in composed form (NFC), so that fonts draw and search finds them', () => {
    for (const leaves of Object.values(LANGUAGES)) {
      for (const [key, text] of leaves) expect(String(text).normalize('NFC'), key).toBe(text);
    }
  });
});

describe('dates and numbers', () => {
  const noon = '2026-12-03T05:05:00.000Z';
  const vietnam = 'Asia/Ho_Chi_Minh';

  it('are written as Vietnamese writes them', () => {
    const formats = formatsOf('vi', vietnam);
    expect(formats.date(noon)).toBe('thứ Năm, 3/12/2026');
    expect(formats.date('2026-12-06T05:00:00.000Z')).toBe('Chủ Nhật, 6/12/2026');
    expect(formats.time(noon)).toBe('12:05');
    expect(formats.number(1234.5)).toBe('1.234,5');
    expect(formats.bytes(4_240_000)).toBe('4,2 MB');
  });

  it('are written as English writes them', () => {
    const formats = formatsOf('en', vietnam);
    expect(formats.date(noon)).toBe('Thursday, 3 December 2026');
    expect(formats.number(1234.5)).toBe('1,234.5');
    expect(formats.bytes(980)).toBe('980 B');
  });

  it('are those of the organisation’s place, whatever zone the device is in', () => {
    const late = '2026-12-02T17:30:00.000Z';
    expect(formatsOf('vi', vietnam).dateTime(late)).toBe('00:30, thứ Năm, 3/12/2026');
    expect(formatsOf('vi', 'UTC').dateTime(late)).toBe('17:30, thứ Tư, 2/12/2026');
    expect(formatsOf('en', 'America/New_York').dateTime(late)).toBe('12:30, Wednesday, 2 December 2026');
  });
});
