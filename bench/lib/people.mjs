// Somebody signed in, and places to list.
export async function tokenOf(userId, tenantId) {
  const { openSession } = await import('../../src/auth/sessions/sessions.repo.ts');
  const { signAccessToken } = await import('../../src/auth/sessions/tokens.ts');
  const { id: sessionId } = await openSession({ userId, tenantId, deviceInfo: null, ipAddress: null });
  return signAccessToken({ userId, sessionId, tenantId });
}

/** Brings a company to `count` locations. */
export async function addLocations(tenantId, count) {
  const { v7 } = await import('uuid');
  const { databaseManager } = await import('../../src/database/connection.ts');
  const rows = Array.from({ length: count - 1 }, (_, n) => ({
    id: v7(),
    tenantId,
    name: `Yarn store ${n}`,
    locationType: 'WAREHOUSE',
    country: 'Italy',
    city: 'Prato',
    addressLine1: `Via dei Telai ${n}`,
  }));
  await databaseManager.getTenantDb(tenantId).insertInto('locations').values(rows).execute();
}
