import { createHash, createHmac, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto';

/**
 * The password of a login role: HKDF-SHA-256 of the application's secret and the role's name, so it is stored nowhere.
 * `keyVersion` changes it without changing the secret.
 */
export function rolePassword(secret: string, role: string, keyVersion = 1): string {
  return Buffer.from(hkdfSync('sha256', secret, '', `lavoro/role/${role}/${keyVersion}`, 32)).toString('base64url');
}

/**
 * A SCRAM-SHA-256 verifier as PostgreSQL stores it (RFC 5803). One iteration: the password is 256 random bits, which
 * no dictionary holds, and each further iteration is paid again at every new connection.
 */
export function scramVerifier(password: string, iterations = 1, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
