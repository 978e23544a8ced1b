import pg from 'pg';

/**
 * A connection of its own; the caller ends it. Its loss fails the statement under way and nothing else: without a
 * listener it would end the process. Rejects with what connecting rejects with.
 */
export async function openClient(options: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(options);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
