import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from '@/auth/passwords/passwords';
import { config } from '@/config';
import type { Role } from '@/contract/enums';
import { databaseManager } from '@/database/connection';
import { migrationManager } from '@/database/migrations';
import { Refusal } from '@/lib/refusal';
import { loadCompany } from './loadCompany';

export const SAMPLE_PASSWORD = 'password123';

export const SAMPLE_USERS = [
  { firstName: 'Asha', lastName: 'Raman', email: 'admin@textile.com' },
  { firstName: 'Marco', lastName: 'Bellini', email: 'manager@textile.com' },
] as const;

const COMPANIES = [
  {
    name: 'Textile Corp',
    slug: 'textile-corp',
    industry: 'Knitting mill',
    description: 'Knitted cotton fabrics and T-shirts from Tiruppur.',
    country: 'India',
    timeZone: 'Asia/Kolkata',
  },
  {
    name: 'Garment Industries',
    slug: 'garment-industries',
    industry: 'Garment maker',
    description: 'Wool fabrics, knitwear and coats from Prato.',
    country: 'Italy',
    timeZone: 'Europe/Rome',
  },
] as const;

const MANAGER: { email: string; slug: string; role: Role } = {
  email: 'manager@textile.com',
  slug: 'textile-corp',
  role: 'MANAGER',
};

/**
 * The sample users and companies. What is there already stays as it is, so a second run changes nothing and a run that
 * was cut off is completed. Answers what was made. Throws FORBIDDEN in production unless `force`.
 */
export async function seed({ force }: { force: boolean }): Promise<string[]> {
  if (config().production && !force) {
    throw new Refusal(
      'FORBIDDEN',
      'The samples have well-known passwords, so they are not put into production. Add --force if you really want them.',
    );
  }
  const made: string[] = [];
  const users = new Map<string, string>();
  for (const user of SAMPLE_USERS) users.set(user.email, await ensureUser(user, made));
  for (const company of COMPANIES) await ensureCompany(company, users.get('admin@textile.com') ?? '', made);
  await ensureMember(users.get(MANAGER.email) ?? '', made);
  return made;
}

async function ensureUser(user: (typeof SAMPLE_USERS)[number], made: string[]): Promise<string> {
  const { control } = databaseManager;
  const found = await control.selectFrom('users').select('id').where('email', '=', user.email).executeTakeFirst();
  if (found) return found.id;
  const id = uuidv7();
  await control
    .insertInto('users')
    .values({ id, ...user, password: await hashPassword(SAMPLE_PASSWORD) })
    .execute();
  made.push(`user ${user.email}`);
  return id;
}

async function ensureCompany(company: (typeof COMPANIES)[number], ownerId: string, made: string[]): Promise<void> {
  const { control } = databaseManager;
  const found = await control.selectFrom('tenants').select(['id']).where('slug', '=', company.slug).executeTakeFirst();
  const id = found?.id ?? (await migrationManager.createTenant({ ...company, userId: ownerId }));
  const { currency } = await control
    .selectFrom('tenants')
    .select('currency')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const db = databaseManager.getTenantDb(id);
  const loaded = await db.selectFrom('inventoryItems').select('id').limit(1).executeTakeFirst();
  if (loaded) return;
  const { slug } = company;
  await db.transaction().execute((transaction) => loadCompany(transaction, { id, slug, currency }));
  made.push(`company ${slug}`);
}

async function ensureMember(userId: string, made: string[]): Promise<void> {
  const { control } = databaseManager;
  const tenant = await control
    .selectFrom('tenants')
    .select('id')
    .where('slug', '=', MANAGER.slug)
    .executeTakeFirstOrThrow();
  const { numInsertedOrUpdatedRows } = await control
    .insertInto('userTenants')
    .values({ id: uuidv7(), userId, tenantId: tenant.id, role: MANAGER.role })
    .onConflict((conflict) => conflict.columns(['userId', 'tenantId']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows) made.push(`${MANAGER.role} ${MANAGER.email} of ${MANAGER.slug}`);
}

/**
 * The samples for a first start, or to complete one that was cut off; nothing once there are people of one's own.
 * Two processes at once follow each other. Answers what was made.
 */
export async function seedFirstStart(): Promise<string[]> {
  const client = await databaseManager.controlPool.connectForGood();
  try {
    await client.query('SET statement_timeout = 0');
    await client.query(`SELECT pg_advisory_lock(hashtextextended('lavoro:seed', 0))`);
    return (await lacksSamples()) ? await seed({ force: false }) : [];
  } finally {
    // Closed, and the lock with it.
    client.release(true);
  }
}

/** The manager's membership is what the samples are made with last. */
async function lacksSamples(): Promise<boolean> {
  const { control } = databaseManager;
  const samples = SAMPLE_USERS.map(({ email }) => email as string);
  const users = await control
    .selectFrom('users')
    .select('email')
    .limit(samples.length + 1)
    .execute();
  if (users.some(({ email }) => !samples.includes(email ?? ''))) return false;
  const last = await control
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select('userTenants.id')
    .where('users.email', '=', MANAGER.email)
    .executeTakeFirst();
  return last === undefined;
}
