import type { Round } from './bench.ts';
import { checkServer, openTruth, truthOf } from './checks/server.ts';
import { troublesOf } from './checks/device.ts';
import type { DevicePost, ServerPost } from './post.ts';

/** So long may everything take to come to rest once nothing dies any more, in milliseconds. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 15;

/** Why a device is not at rest; null when nothing of it is on its way. */
const restlessness = async (device: DevicePost): Promise<string | null> => {
  await device.ask('sync.now', {});
  const state = await device.ask('sync.state', {});
  if (state.phase !== 'up_to_date') return `${device.name} is ${state.phase} ${state.error?.code ?? ''}`;
  if (state.waiting > 0) return `${device.name} has ${state.waiting} waiting`;
  const { files } = state;
  if (files.have < files.total) return `${device.name} has ${files.have} of ${files.total} papers`;
  const { uploads } = await device.ask('uploads.list', {});
  const moving = uploads.find((upload) => upload.state !== 'done' && upload.state !== 'refused');
  return moving === undefined ? null : `${device.name} has an upload ${moving.state}`;
};

/** Waits until every device holds exactly what the server has for it; what it never comes to is a failure. */
export const comeToRest = async (round: Round, server: ServerPost): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  let troubles: readonly string[] = [];
  while (performance.now() < end) {
    await server.ready();
    const restless = await Promise.all(round.devices.map(restlessness));
    troubles = restless.filter((each) => each !== null);
    if (troubles.length === 0) {
      troubles = (await Promise.all(round.devices.map((each) => troublesOf(each, server.folder())))).flat();
      if (troubles.length === 0) return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  for (const trouble of troubles) round.ledger.fail(trouble);
};

/** Brings everything to rest, ends it in good order, and checks all that was promised. */
export const endRound = async (round: Round, server: ServerPost): Promise<void> => {
  await comeToRest(round, server);
  await Promise.all(round.devices.map((device) => device.close()));
  await server.close();
  const folder = server.folder();
  checkServer(folder, (text) => round.ledger.fail(text));
  const truth = openTruth(folder);
  try {
    round.ledger.check(truthOf(truth), round.overheard);
  } finally {
    truth.close();
  }
};
