import { API } from '../../../shared/contract/version.ts';
import { toBase64, utf8 } from '../../../shared/lib/bytes.ts';
import type { Transport, TransportAnswer } from '../ports.ts';
import { isSuccess, problemOf } from '../transport/problem.ts';
import type { DeviceKey } from '../keys/deviceKey.ts';

/** The server says to whoever is on this device that it is to be wiped. */
export interface WipeOrder {
  readonly deviceId: string;
  readonly requestedAt: string;
}

/** What is sent to `POST /devices/wiped` once nothing is left. */
export interface WipeAcknowledgement extends WipeOrder {
  readonly organisationId: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

export const acknowledgementOf = (
  key: DeviceKey,
  organisationId: string,
  { deviceId, requestedAt }: WipeOrder,
): WipeAcknowledgement => ({
  ...{ organisationId, deviceId, requestedAt },
  signature: toBase64(key.sign(utf8(`ecabinet/wiped/v1\n${deviceId}\n${requestedAt}`))),
});

/**
 * Asks whether this device is to be wiped, without a session; an order is seen by whoever watches the transport. False when
 * the server did not say.
 */
export const askForOrder = async (
  transport: Transport,
  key: DeviceKey,
  organisationId: string,
  deviceId: string,
): Promise<boolean> => {
  const signature = toBase64(key.sign(utf8(`ecabinet/orders/v1\n${deviceId}`)));
  const json = { organisationId, deviceId, signature };
  const answer = await transport.request({ method: 'POST', path: `${API}/devices/orders`, json });
  return answer.ok && (isSuccess(answer.value) || orderIn(answer.value) !== null);
};

const orderIn = (answer: TransportAnswer): WipeOrder | null => {
  if (answer.status !== 403) return null;
  const { code, params } = problemOf(answer);
  const { device, requestedAt } = params;
  if (code !== 'device_wipe' || typeof device !== 'string' || typeof requestedAt !== 'string') return null;
  return { deviceId: device, requestedAt };
};

/** The same transport; an order for this device in any answer, whatever was asked, is handed on once. */
export const watchForOrder = (
  transport: Transport,
  deviceId: string,
  onOrder: (order: WipeOrder) => void,
): Transport => {
  let isObeyed = false;
  return {
    listen: (path, token, onText, onEnd) => transport.listen(path, token, onText, onEnd),
    close: () => transport.close(),
    async request(request) {
      const answer = await transport.request(request);
      const order = answer.ok ? orderIn(answer.value) : null;
      if (order?.deviceId === deviceId && !isObeyed) {
        isObeyed = true;
        onOrder(order);
      }
      return answer;
    },
  };
};
