import { describe, expect, it } from 'vitest';
import { client, codeOf as problemOf, withoutRequestId } from '../support/api';
import { loggedLines } from '../support/canary';
import { asSuperuser } from '../support/database';
import { kindsOf } from '../support/events';
import { messagesTo } from '../support/messages';
import { makePerson, PASSWORD } from '../support/sessions';
import { codeOf, forgetLastCode, makePersonWithTotp } from '../support/totp';

const wrongCode = (secret: string) => {
  const near = [-2, -1, 0, 1, 2].map((away) => codeOf(secret, away));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((each) => !near.includes(each)) ?? '';
};

describe('the second factor', () => {
  it('should count once it is confirmed by a code, and be asked for from then on', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    const caller = client(body.accessToken);
    expect(problemOf(await caller.call('POST', '/auth/totp/confirm', { code: '123456' }))).toBe('INVALID_STATE');
    const wrong = await caller.call('POST', '/auth/totp/enroll', { password: 'not my password' });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([401, 'password']);
    const first = (await caller.call('POST', '/auth/totp/enroll', { password: PASSWORD })).body;
    const second = (await caller.call('POST', '/auth/totp/enroll', { password: PASSWORD })).body;
    expect(second.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(second.otpauthUrl).toContain(`Lavoro:${encodeURIComponent(person.email)}?secret=${second.secret}`);
    expect((await person.login()).status).toBe(200);
    expect((await caller.call('POST', '/auth/totp/confirm', { code: codeOf(first.secret) })).status).toBe(400);
    const confirmed = await caller.call('POST', '/auth/totp/confirm', { code: codeOf(second.secret) });
    expect(confirmed.body.recoveryCodes).toHaveLength(10);
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    for (const code of confirmed.body.recoveryCodes) expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
    const refused = await person.login();
    expect([refused.status, problemOf(refused)]).toEqual([401, 'TOTP_REQUIRED']);
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect((await caller.call('GET', '/auth/me')).body.user.totpEnabled).toBe(true);
    expect(problemOf(await caller.call('POST', '/auth/totp/enroll', { password: PASSWORD }))).toBe('INVALID_STATE');
    expect(await kindsOf(person.id)).toEqual(['SIGN_IN_FAILED PASSWORD', 'TOTP_ENROLLED']);
    expect((await messagesTo(person.email)).map(({ subject }) => subject)).toEqual(['Signing in now takes a code']);
  });

  it('should be told of to nobody who has not the right password', async () => {
    const person = await makePersonWithTotp();
    const nobody = client();
    const login = (password: string, totp?: string) =>
      nobody.call('POST', '/auth/login', { identifier: person.email, password, ...(totp && { totp }) });
    const plain = await (await makePerson()).login('not the password');
    for (const answer of [await login('not the password'), await login('not the password', codeOf(person.secret))])
      expect([answer.status, withoutRequestId(answer)]).toEqual([401, withoutRequestId(plain)]);
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [person.id]);
    expect(withoutRequestId(await person.login())).toBe(withoutRequestId(plain));
  });

  it('should let in with a code of now or half a minute off, each once', async () => {
    const person = await makePersonWithTotp();
    const code = codeOf(person.secret);
    expect((await person.login(code)).status).toBe(200);
    const again = await person.login(code);
    expect([again.status, problemOf(again)]).toEqual([401, 'INVALID_CREDENTIALS']);
    // One that is older than the last is no longer good either.
    expect((await person.login(codeOf(person.secret, -1))).status).toBe(401);
    await forgetLastCode(person.id);
    expect((await person.login(codeOf(person.secret))).status).toBe(200);
    expect((await person.login(wrongCode(person.secret))).status).toBe(401);
    expect((await kindsOf(person.id)).slice(1)).toEqual(Array(3).fill('SIGN_IN_FAILED CODE'));
  });

  it('should let one in, of fifty at once with the same code', async () => {
    const person = await makePersonWithTotp();
    const code = codeOf(person.secret);
    const answers = await Promise.all(Array.from({ length: 50 }, () => person.login(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
  });

  it('should not be guessed faster than a password', async () => {
    const person = await makePersonWithTotp();
    for (let count = 0; count < 10; count += 1) await person.login(wrongCode(person.secret));
    const code = codeOf(person.secret);
    expect((await person.login(code)).status).toBe(401);
    // Who has to wait is not even told that the password is right,
    expect(problemOf(await person.login())).toBe('INVALID_CREDENTIALS');
    expect((await kindsOf(person.id)).slice(-2)).toEqual(['SIGN_IN_FAILED WAITING', 'SIGN_IN_FAILED WAITING']);
    // and has not used the code up.
    await asSuperuser(`UPDATE stranger_failures SET wait_until = now() WHERE account = $1`, [`account:${person.id}`]);
    expect((await person.login(code)).status).toBe(200);
  });

  it('should be reset by nothing less than both: the right password alone forgives no wrong codes', async () => {
    const person = await makePersonWithTotp();
    for (let count = 0; count < 10; count += 1) {
      await person.login(wrongCode(person.secret));
      await person.login();
    }
    expect((await person.login(codeOf(person.secret))).status).toBe(401);
  });

  it('should be replaced by a recovery code, each once, of fifty at once, and told to its person', async () => {
    const person = await makePersonWithTotp();
    const [first = '', second = '', third = ''] = person.recoveryCodes;
    const answers = await Promise.all(Array.from({ length: 50 }, () => person.login(first)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await asSuperuser(`DELETE FROM stranger_failures WHERE account = $1`, [`account:${person.id}`]);
    expect((await person.login(first)).status).toBe(401);
    expect((await person.login(second.toUpperCase().replace('-', ' '))).status).toBe(200);
    expect((await kindsOf(person.id)).filter((kind) => kind === 'RECOVERY_CODE_USED')).toHaveLength(2);
    expect((await messagesTo(person.email)).at(-1)?.text).toContain('There are 8 left.');
    const stranger = await makePersonWithTotp();
    expect((await stranger.login(third)).status).toBe(401);
  });

  it('should be given up with password and code, and by the operator', async () => {
    const person = await makePersonWithTotp();
    const disable = (password: string, code: string) =>
      person.caller.call('POST', '/auth/totp/disable', { password, code });
    expect((await disable('not my password', codeOf(person.secret))).status).toBe(401);
    expect((await disable(PASSWORD, wrongCode(person.secret))).status).toBe(401);
    expect((await person.login()).status).toBe(401);
    expect((await disable(PASSWORD, codeOf(person.secret))).status).toBe(204);
    expect(problemOf(await disable(PASSWORD, '123456'))).toBe('INVALID_STATE');
    expect((await person.login()).status).toBe(200);
    expect(await asSuperuser('SELECT FROM recovery_codes WHERE user_id = $1', [person.id])).toEqual([]);
    expect((await kindsOf(person.id)).at(-1)).toBe('TOTP_DISABLED');
    expect((await messagesTo(person.email)).at(-1)?.subject).toBe('Signing in no longer takes a code');
  });

  it('should have other recovery codes made, with password and code, in place of those before', async () => {
    const person = await makePersonWithTotp();
    const [first = '', second = ''] = person.recoveryCodes;
    const renew = (password: string, code: string) =>
      person.caller.call('POST', '/auth/totp/recovery-codes', { password, code });
    expect((await renew('not my password', codeOf(person.secret))).status).toBe(401);
    expect((await renew(PASSWORD, wrongCode(person.secret))).status).toBe(401);
    const { status, body } = await renew(PASSWORD, first);
    expect([status, body.recoveryCodes.length, new Set(body.recoveryCodes).size]).toEqual([200, 10, 10]);
    expect((await person.login(second)).status).toBe(401);
    expect((await person.login(body.recoveryCodes[0])).status).toBe(200);
    expect(await kindsOf(person.id)).toContain('RECOVERY_CODES_MADE');
    const subjects = (await messagesTo(person.email)).map(({ subject }) => subject);
    expect(subjects).toContain('You have new recovery codes');
    const plain = await makePerson();
    const caller = client((await plain.login()).body.accessToken);
    const without = await caller.call('POST', '/auth/totp/recovery-codes', { password: PASSWORD, code: '123456' });
    expect(problemOf(without)).toBe('INVALID_STATE');
  });

  it('should tell and record a recovery code that is used to make others, or to give the second factor up', async () => {
    const person = await makePersonWithTotp();
    const spend = (what: string, code: string | undefined) =>
      person.caller.call('POST', `/auth/totp/${what}`, { password: PASSWORD, code });
    const { body } = await spend('recovery-codes', person.recoveryCodes[0]);
    expect((await spend('disable', body.recoveryCodes[0])).status).toBe(204);
    expect((await kindsOf(person.id)).slice(1)).toEqual([
      'RECOVERY_CODE_USED',
      'RECOVERY_CODES_MADE',
      'RECOVERY_CODE_USED',
      'TOTP_DISABLED',
    ]);
    const told = (await messagesTo(person.email)).map(({ subject }) => subject);
    expect(told.filter((subject) => subject === 'A recovery code was used')).toHaveLength(2);
  });

  it('should not be given up while the password is one that is good beside it only', async () => {
    const person = await makePersonWithTotp();
    const change = { currentPassword: PASSWORD, newPassword: 'qz8!vtxw' };
    expect((await person.caller.call('POST', '/auth/password/change', change)).status).toBe(204);
    const code = codeOf(person.secret);
    const refused = await person.caller.call('POST', '/auth/totp/disable', { password: 'qz8!vtxw', code });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'password']);
    expect(refused.body.errors[0].message).toContain('at least 15 characters');
    const longer = { currentPassword: 'qz8!vtxw', newPassword: 'quite another password' };
    expect((await person.caller.call('POST', '/auth/password/change', longer)).status).toBe(204);
    // The code was not used up.
    const given = { password: 'quite another password', code };
    expect((await person.caller.call('POST', '/auth/totp/disable', given)).status).toBe(204);
  });

  it('should leave no recovery codes behind when it is given up while new ones are made', async () => {
    for (let round = 0; round < 4; round += 1) {
      const person = await makePersonWithTotp();
      const [first = ''] = person.recoveryCodes;
      const ask = (path: string, code: string) =>
        person.caller.call('POST', `/auth/totp/${path}`, { password: PASSWORD, code });
      const [renewed, disabled] = await Promise.all([
        ask('recovery-codes', first),
        ask('disable', codeOf(person.secret)),
      ]);
      expect(disabled.status).toBe(204);
      expect([200, 409]).toContain(renewed.status);
      expect(await asSuperuser('SELECT FROM recovery_codes WHERE user_id = $1', [person.id])).toEqual([]);
    }
  });

  it('should allow a shorter password beside it', async () => {
    const person = await makePersonWithTotp();
    const change = { currentPassword: PASSWORD, newPassword: 'wool8chr' };
    expect((await person.caller.call('POST', '/auth/password/change', change)).status).toBe(204);
    const plain = await makePerson();
    const { body } = await plain.login();
    expect((await client(body.accessToken).call('POST', '/auth/password/change', change)).status).toBe(400);
  });

  it('G8: should be readable nowhere in the database, nor be good for somebody else there', async () => {
    const [person, thief] = [await makePersonWithTotp(), await makePersonWithTotp()];
    const dump = JSON.stringify([
      await asSuperuser('SELECT * FROM totp_secrets'),
      await asSuperuser('SELECT * FROM recovery_codes'),
    ]);
    for (const text of [
      person.secret,
      ...person.recoveryCodes,
      ...person.recoveryCodes.map((code) => code.replace('-', '')),
    ])
      expect(dump.toLowerCase()).not.toContain(text.toLowerCase());
    await asSuperuser(
      'UPDATE totp_secrets SET secret = (SELECT secret FROM totp_secrets WHERE user_id = $2) WHERE user_id = $1',
      [person.id, thief.id],
    );
    expect((await person.login(codeOf(thief.secret))).status).toBe(401);
    expect(loggedLines().join('')).toContain('could not be opened');
  });
});
