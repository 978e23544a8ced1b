import { createHash, randomBytes } from 'node:crypto';
import type { RequestContext } from '@/context';
import { databaseManager } from '@/database/connection';
import { DEVICE_DAYS, insertDevice } from './devices.repo';

/** What is stored of a device's token. */
export const hashDeviceToken = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * The token by which this browser is known again. Always a new one: one that was there already may have been planted by
 * somebody who knows it, too.
 */
export async function knowDevice(userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await insertDevice(databaseManager.control, userId, hashDeviceToken(token));
  return token;
}

/** Has the browser keep the token. */
export const keepDeviceToken = ({ deviceCookie }: Pick<RequestContext, 'deviceCookie'>, token: string) =>
  deviceCookie.write(token, DEVICE_DAYS * 24 * 3600);
