import { expect, test } from 'vitest';
import type { TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { comeBack, runServer, startRestoreOffice } from '../../support/restoreOffice.ts';
import { doThere } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();

const wipedAt = async (client: TestClient, id: string): Promise<string | null | undefined> => {
  const { devices } = await client.ask('session.devices', {});
  return devices.find((device) => device.id === id)?.wipedAt;
};

test('a server that is restored to before a device had said that it is wiped is told again', async () => {
  const office = using(await startRestoreOffice());
  const kept = await office.clientOf('an');
  const lost = await office.clientOf('an');
  const { deviceId } = await lost.ask('session.state', {});
  const id = deviceId ?? '';
  lost.network.isCut = true;
  await doThere(kept, 'device.wipe', { id });
  const backup = await office.backup();
  lost.network.isCut = false;
  await until('the wipe is acknowledged', async () => typeof (await wipedAt(kept, id)) === 'string');

  await office.loseAndRestore(backup);
  await comeBack(kept);
  expect(await wipedAt(kept, id)).toBeNull();

  using(await lost.restarted());
  await until('it is acknowledged again', async () => typeof (await wipedAt(kept, id)) === 'string');
  await office.stop();
  const checked = await runServer(['check', '--data', office.folder()]);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('sound')]);
});
