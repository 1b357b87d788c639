import { describe, expect, test } from 'vitest';
import { type Claim, planKeeping } from '../../../main/core/files/keeping.ts';

const NO_LIMIT = { stay: Number.POSITIVE_INFINITY, fetch: Number.POSITIVE_INFINITY };
const claim = (sha256: string, more: Partial<Claim> = {}): Claim => ({
  ...{ sha256, size: 10, haveBytes: 0, usedAt: 0, standing: 'past', at: 0, isPinned: false },
  ...more,
});
const upTo = (bytes: number) => ({ stay: bytes, fetch: bytes });
const kept = (claims: readonly Claim[], bytes: number): readonly string[] =>
  [...planKeeping(claims, upTo(bytes)).kept].sort();

describe('which papers a device keeps', () => {
  test('all of them while there is room', () => {
    expect(planKeeping([claim('a'), claim('b')], NO_LIMIT)).toEqual({
      kept: new Set(['a', 'b']),
      givenUp: [],
      isTooSmall: false,
    });
  });

  test('of closed sessions the oldest goes first', () => {
    const claims = [claim('old', { at: 1 }), claim('new', { at: 3 }), claim('middle', { at: 2 })];
    expect(kept(claims, 20)).toEqual(['middle', 'new']);
    expect(planKeeping(claims, upTo(10)).givenUp).toEqual(['old', 'middle']);
  });

  test('opening a paper of an old session makes it recent', () => {
    const claims = [claim('old', { at: 1, usedAt: 9 }), claim('new', { at: 3 }), claim('middle', { at: 2 })];
    expect(kept(claims, 20)).toEqual(['new', 'old']);
  });

  test('the next session goes before later ones, and those before what is past', () => {
    const claims = [
      claim('past', { at: 100, usedAt: 100 }),
      claim('far', { standing: 'coming', at: 300 }),
      claim('near', { standing: 'coming', at: 200 }),
      claim('next', { standing: 'next', at: 150 }),
    ];
    expect(kept(claims, 10)).toEqual(['next']);
    expect(kept(claims, 20)).toEqual(['near', 'next']);
    expect(planKeeping(claims, upTo(0)).givenUp).toEqual(['past', 'far', 'near', 'next']);
  });

  test('what is pinned, and what is here of the next session, stays whatever the limit', () => {
    const claims = [
      claim('open', { isPinned: true }),
      claim('next', { standing: 'next', haveBytes: 5 }),
      claim('other', { at: 5 }),
    ];
    expect(kept(claims, 0)).toEqual(['next', 'open']);
  });

  test('it says when the next session does not fit', () => {
    const claims = [claim('a', { standing: 'next' }), claim('b', { standing: 'next' })];
    expect(planKeeping(claims, upTo(10)).isTooSmall).toBe(true);
    expect(planKeeping(claims, upTo(20)).isTooSmall).toBe(false);
  });

  test('a paper larger than all the room does not keep out what is older; one that would fit does', () => {
    const claims = [
      claim('huge', { at: 9, size: 100 }),
      claim('recent', { at: 8 }),
      claim('large', { at: 7, size: 25 }),
      claim('old', { at: 6 }),
    ];
    expect(kept(claims, 30)).toEqual(['recent']);
  });

  test('on a nearly full disk what is here stays a while after nothing new is fetched any more', () => {
    const claims = [claim('here', { at: 1, haveBytes: 10 }), claim('missing', { at: 2 })];
    expect(planKeeping(claims, { stay: 20, fetch: 5 })).toEqual({
      kept: new Set(['here']),
      givenUp: ['missing'],
      isTooSmall: false,
    });
  });

  test('the same claims give the same answer, so that nothing goes to and fro', () => {
    const claims = Array.from({ length: 40 }, (_, n) => claim(`f${n}`, { at: n % 7, size: 1 + (n % 5) }));
    const first = planKeeping(claims, upTo(50));
    const after = claims.map((each) => ({ ...each, haveBytes: first.kept.has(each.sha256) ? each.size : 0 }));
    expect([...planKeeping(after, upTo(50)).kept].sort()).toEqual([...first.kept].sort());
  });
});
