import { noteFactorAsked } from '@web/session/factor';
import { companyEpoch, refreshSession } from '@web/session/session';
import { accessToken, ensureFreshToken } from '@web/session/token';
import { ApiError, hasCode } from './problem';
import { type Call, send } from './send';

const reads = (call: Call) => call.method === undefined || call.method === 'GET';

/**
 * A call on behalf of the signed-in person. Renews the access token when it has ended, once.
 * Throws code COMPANY_CHANGED when the company changed under way: what was asked for one company is never shown in
 * another, and what was meant for one is never sent to another.
 */
export async function api<T>(path: string, call: Call = {}): Promise<T> {
  try {
    return await sendFresh<T>(path, call);
  } catch (error) {
    if (hasCode(error, 'SECOND_FACTOR_REQUIRED')) noteFactorAsked(true);
    throw error;
  }
}

async function sendFresh<T>(path: string, call: Call): Promise<T> {
  const epoch = companyEpoch();
  const sameCompany = () => {
    if (companyEpoch() !== epoch) throw new ApiError('COMPANY_CHANGED', 0, '');
  };
  await ensureFreshToken(refreshSession);
  sameCompany();
  const used = accessToken();
  try {
    const answer = await send<T>(path, { ...call, token: used });
    // A write that went through did go through: its caller must hear of it.
    if (reads(call)) sameCompany();
    return answer;
  } catch (error) {
    sameCompany();
    if (!hasCode(error, 'UNAUTHENTICATED')) throw error;
    // Another call may have renewed the token while this one was waiting.
    if (accessToken() === used) await refreshSession();
    sameCompany();
    return await send<T>(path, { ...call, token: accessToken() });
  }
}
