import { z } from 'zod';
import { CLASSIFICATIONS, type Classification, classification } from './common.ts';

/** Days; null: never. */
const lease = z.int().min(1).max(3650).nullable();

/** What an organisation asks of the devices that hold its papers. */
export const devicePolicy = z.strictObject({
  /** Minutes without a hand on it after which a device locks itself; a person may choose fewer. */
  idleMinutes: z.int().min(1).max(240),
  /**
   * Somebody checked in to a running session is not locked out of it. Papers of this class and above close all the same
   * when the device has idled or slept, until their reader has shown again who they are.
   */
  confirmFrom: classification,
  /** How long papers of each class stay open on a device that has had no contact with the server. */
  leaseDays: z.strictObject({
    public: lease,
    internal: lease,
    confidential: lease,
    secret: lease,
    top_secret: lease,
  }),
});
export type DevicePolicy = z.infer<typeof devicePolicy>;

/** Of an organisation that has not decided otherwise. */
export const DEFAULT_POLICY: DevicePolicy = {
  idleMinutes: 15,
  confirmFrom: 'confidential',
  leaseDays: { public: null, internal: 90, confidential: 30, secret: 7, top_secret: 3 },
};

/** Whether a class is `least` or higher. */
export const isAtLeast = (one: Classification, least: Classification): boolean =>
  CLASSIFICATIONS.indexOf(one) >= CLASSIFICATIONS.indexOf(least);
