import { call } from '../../support/api.ts';
import type { Round } from '../bench.ts';
import { endRound } from '../settle.ts';

/** An installation is made while the server dies: the next start finds nothing half made. */
export const fresh = async (round: Round): Promise<void> => {
  const server = round.startServer(round.plan, round.folder('server'));
  await server.ready();
  const administrator = {
    ...{ username: 'quantri', name: 'Quản Trị', position: '', unit: '' },
    credentials: {
      salt: Buffer.alloc(16, 7).toString('base64'),
      kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
      authKey: Buffer.alloc(32, 9).toString('base64'),
    },
  };
  const answer = await call(server.url(), '/setup', {
    json: { code: server.setupCode(), organisationName: 'Tỉnh', bodyName: 'Ủy ban', administrator },
  });
  if (answer.status !== 204) round.ledger.fail(`setting up: ${answer.text}`);
  await endRound(round, server);
};
