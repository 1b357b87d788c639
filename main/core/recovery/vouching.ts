import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { RecoveryRequestView } from '../../../shared/contract/deviceMethods.ts';
import type { RecoveryRequest } from '../../../shared/domain/records/recovery.ts';
import { toBase64 } from '../../../shared/lib/bytes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { openMeta } from '../store/meta.ts';
import {
  type Agreement,
  type AgreementKey,
  commitmentTo,
  comparisonCode,
  newAgreementKey,
  sealAccountKey,
} from './agreement.ts';

type Done = Result<Record<never, never>, CabinetError>;

/** What this device does for another one of the same person. */
export interface Vouching {
  requests(context: CoreContext): readonly RecoveryRequestView[];
  look(context: CoreContext, id: string): Promise<Done>;
  /** After its person has compared the codes and shown who they are. */
  approve(context: CoreContext, id: string): Promise<Done>;
  refuse(context: CoreContext, id: string): Promise<Done>;
}

/** As it was when this device answered: what comes later is held against it. */
interface Answered {
  readonly key: AgreementKey;
  readonly commitment: string;
}

export const createVouching = (changed: () => void): Vouching => {
  /** By request; a restart forgets them, and the request is made again. */
  const answered = new Map<string, Answered>();

  /** Null while the asking device has not shown its key; `wrong` when it is not the one it committed to. */
  const agreementOf = ({ id, publicKey }: RecoveryRequest): Agreement | 'wrong' | null => {
    const own = answered.get(id);
    if (own === undefined || publicKey === null) return null;
    if (commitmentTo(publicKey) !== own.commitment) return 'wrong';
    return { requestId: id, askerKey: publicKey, helperKey: own.key.publicKey };
  };
  const viewOf = (request: RecoveryRequest): RecoveryRequestView => {
    const { id, deviceLabel, requestedAt, expiresAt, answeredBy } = request;
    const common = { id, deviceLabel, requestedAt, expiresAt, code: null };
    if (!answered.has(id)) return { ...common, state: answeredBy === null ? 'new' : 'elsewhere' };
    const agreement = agreementOf(request);
    if (agreement === null) return { ...common, state: 'comparing' };
    if (agreement === 'wrong') return { ...common, state: 'wrong' };
    return { ...common, state: 'ready', code: comparisonCode(agreement) };
  };
  const recordOf = (context: CoreContext, id: string): RecoveryRequest | undefined =>
    context.records.getSync('recoveryRequest', id)?.body;
  const post = async (context: CoreContext, id: string, what: string, json?: unknown): Promise<Done> => {
    const path = `/recovery-requests/${id}/${what}`;
    const answer = await context.server.request({ method: 'POST', path, json });
    return answer.ok ? ok({}) : answer;
  };

  return {
    requests: (context) =>
      context.records
        .all('recoveryRequest')
        .map(({ body }) => body)
        .filter(({ expiresAt }) => Date.parse(expiresAt) > context.clock.now())
        .sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1))
        .map(viewOf),
    async look(context, id) {
      const request = recordOf(context, id);
      if (request === undefined) return err(cabinetError('recovery_ended'));
      const own = answered.get(id) ?? {
        key: newAgreementKey(context.random),
        commitment: request.commitment,
      };
      answered.set(id, own);
      changed();
      const told = await post(context, id, 'answer', { publicKey: own.key.publicKey });
      if (!told.ok) answered.delete(id);
      changed();
      return told;
    },
    async approve(context, id) {
      const request = recordOf(context, id);
      const own = answered.get(id);
      const agreement = request === undefined ? null : agreementOf(request);
      if (own === undefined || agreement === null) return err(cabinetError('recovery_ended'));
      if (agreement === 'wrong') return err(cabinetError('recovery_key_wrong'));
      const { accountKey } = context.account;
      const sealed = sealAccountKey(own.key, agreement, accountKey, context.random);
      const authKey = openMeta(context.db).bytes('auth_key');
      if (sealed === null || authKey === null) return err(cabinetError('recovery_key_wrong'));
      const done = await post(context, id, 'approve', { authKey: toBase64(authKey), sealed });
      if (done.ok) answered.delete(id);
      return done;
    },
    async refuse(context, id) {
      answered.delete(id);
      return post(context, id, 'refuse');
    },
  };
};
