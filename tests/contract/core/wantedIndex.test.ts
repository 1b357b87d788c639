import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Feature, RecordChange } from '../../../main/core/context.ts';
import { createFiles } from '../../../main/core/files/files.ts';
import { createFileStore, type FileStore } from '../../../main/core/files/fileStore.ts';
import { lentFor, noteLoaner } from '../../../main/core/store/loaner.ts';
import type { Meeting } from '../../../shared/domain/records/meeting.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import type { Slip } from '../../../shared/domain/records/poll.ts';
import { coreBench, disposeBench, type CoreBench } from '../../support/coreContext.ts';
import { inDays, itemOf, meetingOf, paperOf, uuid, versionOf } from '../../support/coreRecords.ts';
import { fuzzRuns } from '../../support/fuzz.ts';
import { modelOfPlan, modelOfWanted } from '../../support/wantedModel.ts';

const [MEETINGS, ITEMS, PAPERS, VERSIONS, FILES, SCOPES] = [4, 5, 7, 12, 8, 5];
const MB = CHUNK_BYTES;
const STATUSES: readonly Meeting['status'][] = ['invited', 'in_session', 'adjourned', 'closed', 'concluded'];

const pick = (count: number) => fc.integer({ min: 0, max: count - 1 });
const days = fc.integer({ min: -4, max: 4 });

/** One thing that a pull brings or that happens on the device. */
const act = fc.oneof(
  fc.record({
    do: fc.constant('meeting' as const),
    n: pick(MEETINGS),
    days,
    status: fc.constantFrom(...STATUSES),
  }),
  fc.record({ do: fc.constant('slip' as const), n: pick(2), days, isClosed: fc.boolean() }),
  fc.record({ do: fc.constant('item' as const), n: pick(ITEMS), meeting: pick(MEETINGS), order: pick(4) }),
  fc.record({
    ...{ do: fc.constant('paper' as const), n: pick(PAPERS), item: pick(ITEMS), meeting: pick(MEETINGS) },
    ...{ slip: fc.option(pick(2)), order: pick(3), current: pick(VERSIONS), scope: pick(SCOPES) },
  }),
  fc.record({
    ...{ do: fc.constant('version' as const), n: pick(VERSIONS), paper: pick(PAPERS) },
    ...{ file: pick(FILES), scope: pick(SCOPES) },
  }),
  fc.record({ do: fc.constant('remove' as const), kind: pick(5), n: pick(VERSIONS) }),
  fc.record({ do: fc.constant('removeScope' as const), n: pick(SCOPES) }),
  fc.record({ do: fc.constant('arrive' as const), n: pick(FILES), chunk: pick(3) }),
  fc.record({ do: fc.constant('cancel' as const), n: pick(FILES) }),
  fc.record({ do: fc.constant('limit' as const), chunks: fc.option(pick(12)) }),
  fc.record({ do: fc.constant('onOpening' as const), is: fc.boolean() }),
  fc.record({ do: fc.constant('lend' as const), meeting: pick(MEETINGS) }),
  fc.record({ do: fc.constant('later' as const), hours: pick(60) }),
  fc.record({ do: fc.constant('restart' as const) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const KINDS = ['meeting', 'agendaItem', 'paper', 'paperVersion', 'slip'] as const;
const BASE = { meeting: 0x100, agendaItem: 0x200, paper: 0x300, paperVersion: 0x400, slip: 0x500 } as const;
const idOf = (kind: keyof typeof BASE, n: number): string => uuid(BASE[kind] + n);
const scopeOf = (n: number): string => `item:${uuid(0x600 + n)}`;
const hex = (n: number): string => n.toString(16).padStart(64, '0');
const fileOf = (n: number) => {
  const count = 1 + (n % 3);
  const chunks = Array.from({ length: count }, (_, chunk) => hex(1000 + n * 10 + chunk));
  return { sha256: hex(n + 1), size: count * MB - 7 * n - 1, chunks };
};
const slipOf = (id: string, deadline: string, isClosed: boolean): Slip =>
  ({
    ...{ id, bodyId: uuid(10), title: 'Phiếu', summary: '', deadline, officerId: uuid(11), unit: '' },
    ...{ status: isClosed ? 'closed' : 'sent', sentAt: inDays(-1), closedAt: null },
  }) as unknown as Slip;

/** A device whose records change and whose downloads stand still. */
class Device {
  bench: CoreBench = coreBench();
  store: FileStore = createFileStore(this.bench.context);
  files: Feature = createFiles(this.bench.context, this.store);

  async begin(): Promise<void> {
    await this.files.methods['files.setPaused']?.({ paused: true });
    this.files.start?.();
    // Asked for by somebody: everything is looked at in that turn.
    await this.files.methods['files.want']?.({ sha256: hex(0) });
  }

  async restart(): Promise<void> {
    await this.files.stop?.();
    const { ahead } = this.bench;
    this.bench = await this.bench.reopen();
    this.bench.ahead = ahead;
    this.store = createFileStore(this.bench.context);
    this.files = createFiles(this.bench.context, this.store);
    await this.begin();
  }

  async end(): Promise<void> {
    await this.files.stop?.();
    await disposeBench(this.bench);
  }

  async do(one: Act): Promise<void> {
    const { bench, store, files } = this;
    switch (one.do) {
      case 'meeting': {
        const meeting = meetingOf(idOf('meeting', one.n), one.days, { status: one.status });
        return this.#put(`meeting:${meeting.id}`, 'meeting', meeting);
      }
      case 'slip': {
        const id = idOf('slip', one.n);
        return this.#put(`slip:${id}`, 'slip', slipOf(id, inDays(one.days), one.isClosed));
      }
      case 'item': {
        const item = itemOf(idOf('agendaItem', one.n), idOf('meeting', one.meeting), `a${one.order}`);
        return this.#put(`item:${item.id}`, 'agendaItem', item);
      }
      case 'paper': {
        const item = itemOf(idOf('agendaItem', one.item), idOf('meeting', one.meeting), 'a0');
        const own = paperOf(idOf('paper', one.n), item, idOf('paperVersion', one.current), {
          order: `a${one.order}`,
        });
        const slipped = { ...own, meetingId: null, itemId: null, slipId: idOf('slip', one.slip ?? 0) };
        return this.#put(scopeOf(one.scope), 'paper', one.slip === null ? own : slipped);
      }
      case 'version': {
        const [id, paperId] = [idOf('paperVersion', one.n), idOf('paper', one.paper)];
        return this.#put(scopeOf(one.scope), 'paperVersion', versionOf(id, paperId, fileOf(one.file)));
      }
      case 'remove': {
        const kind = KINDS[one.kind] ?? 'paper';
        bench.remove(kind, idOf(kind, one.n));
        return this.#pulled([{ scope: '', kind, id: idOf(kind, one.n), change: 'removed' }]);
      }
      case 'removeScope': {
        const removed = this.#recordsOf(scopeOf(one.n));
        bench.removeScope(scopeOf(one.n));
        return this.#pulled(removed, [scopeOf(one.n)]);
      }
      case 'arrive': {
        const file = store.table.get(fileOf(one.n).sha256);
        if (file && one.chunk < file.count) store.table.mark(file, [one.chunk]);
        return;
      }
      case 'cancel':
        return void (await files.methods['files.cancel']?.({ sha256: fileOf(one.n).sha256 }));
      case 'limit':
        return bench.context.preferences.set({ paperLimit: one.chunks === null ? null : one.chunks * MB });
      case 'onOpening':
        return bench.context.preferences.set({ papersOnOpening: one.is });
      case 'lend':
        noteLoaner(bench.db, idOf('meeting', one.meeting));
        return this.#pulled([{ scope: '', kind: 'device', id: uuid(3), change: 'changed' }]);
      case 'later':
        bench.ahead += one.hours * 3_600_000;
        return this.#pulled([{ scope: '', kind: 'meeting', id: idOf('meeting', 0), change: 'changed' }]);
      case 'restart':
        return this.restart();
    }
  }

  #recordsOf(scope: string): RecordChange[] {
    const { confirmed } = this.bench.context.records;
    return KINDS.flatMap((kind) =>
      confirmed
        .all(kind)
        .filter((each) => each.scope === scope)
        .map(({ id }) => ({ scope, kind, id, change: 'removed' as const })),
    );
  }

  #put(scope: string, kind: (typeof KINDS)[number], record: { readonly id: string }): void {
    // A record never changes its scope: a test's own that would is another one's end and beginning.
    this.bench.remove(kind, record.id);
    this.bench.put(scope, kind, record as never);
    this.#pulled([{ scope, kind, id: record.id, change: 'changed' }]);
  }

  #pulled(changes: readonly RecordChange[], gone: readonly string[] = []): void {
    this.files.onPulled?.({ first: false, changes, gone });
  }

  async shown() {
    const { store, files } = this;
    const answer = await files.methods['files.downloads']?.({});
    if (answer?.ok !== true) throw new Error('downloads are told');
    const { have, total, haveBytes, totalBytes, away, awayBytes } = files.filesState?.() ?? {};
    return {
      order: answer.value.downloads.map(({ sha256 }) => sha256),
      titles: answer.value.downloads.map(({ title }) => title),
      more: answer.value.more,
      counts: { have, total, haveBytes, totalBytes, away, awayBytes },
      scopes: [...store.table.all()]
        .map(({ sha256 }) => [sha256, [...store.table.scopes(sha256)].sort()])
        .sort(),
      away: [...store.table.all()].filter((file) => store.availability(file).state === 'away').length,
    };
  }

  expected() {
    const { store, bench } = this;
    const { records } = bench.context;
    const wanted = modelOfWanted(records.confirmed, bench.context.clock.now(), lentFor(bench.context));
    const { coming, counts } = modelOfPlan(wanted, store, bench.context);
    const paperOfFile = new Map(wanted.map(({ sha256, paperId }) => [sha256, paperId]));
    return {
      order: coming,
      titles: coming.map(
        (sha256) => records.getSync('paper', paperOfFile.get(sha256) ?? '')?.body.title ?? '',
      ),
      more: 0,
      counts,
      scopes: wanted.map(({ sha256, scopes }) => [sha256, [...scopes].sort()]).sort(),
      away: counts.away,
    };
  }
}

let device: Device | null = null;
beforeEach(() => {
  device = null;
});
afterEach(() => device?.end());

test('what is wanted, its keys, its order and its counts are after every change as if worked out from nothing', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
        device = new Device();
        await device.begin();
        for (const each of acts) {
          await device.do(each);
          expect(await device.shown()).toEqual(device.expected());
        }
      })
      .afterEach(async () => {
        await device?.end();
        device = null;
      }),
    fuzzRuns(40),
  );
});
