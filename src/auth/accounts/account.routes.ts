import {
  acceptedOut,
  bothFactorsBody,
  changeAddressBody,
  changePasswordBody,
  confirmTotpBody,
  enrollTotpBody,
  enrollTotpOut,
  forgotPasswordBody,
  recoveryCodesOut,
  resetPasswordBody,
  sendVerificationBody,
  verifyBody,
  verifyCodeBody,
} from '@/contract/auth';
import { defineRoute } from '@/http/route';
import { changePassword } from '../passwords/password.service';
import { askForReset, resetPassword } from '../passwords/passwordReset.service';
import * as totp from '../secondFactor/totp.service';
import { askForAddress } from './addressChange.service';
import * as verification from './verification.service';

const tag = 'Identity';

/** What people do with their own accounts. */
export const accountRoutes = [
  defineRoute({
    method: 'POST',
    path: '/auth/password/change',
    summary: 'Choose another password; your other sessions end',
    tag,
    access: 'user',
    body: changePasswordBody,
    errors: ['INVALID_CREDENTIALS', 'CONFLICT', 'RATE_LIMITED'],
    handler: async (ctx, { body }) => {
      await changePassword(ctx, body.currentPassword, body.newPassword);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/password/forgot',
    summary: 'Have a link sent by which another password can be chosen',
    tag,
    access: 'public',
    body: forgotPasswordBody,
    response: acceptedOut,
    status: 202,
    errors: ['RATE_LIMITED'],
    handler: async (ctx, { body }) => {
      await askForReset(ctx, body.identifier);
      return { accepted: true } as const;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/password/reset',
    summary: 'Choose another password by the link that was sent; all your sessions end',
    tag,
    access: 'public',
    body: resetPasswordBody,
    handler: async (ctx, { body }) => {
      await resetPassword(ctx, body.token, body.newPassword);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/address/change',
    summary: 'Have another e-mail address or phone number, once you have shown that you read it',
    tag,
    access: 'user',
    body: changeAddressBody,
    response: acceptedOut,
    status: 202,
    errors: ['INVALID_CREDENTIALS', 'RATE_LIMITED'],
    handler: async (ctx, { body: { email, phone, password } }) => {
      const address =
        email === undefined
          ? ({ column: 'phone', value: phone ?? '' } as const)
          : { column: 'email' as const, value: email };
      await askForAddress(ctx, address, password);
      return { accepted: true } as const;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/verify',
    summary: 'Show by the link that was sent that you read an e-mail address, yours or the one you want to have',
    tag,
    access: 'public',
    knowsCaller: true,
    body: verifyBody,
    errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'ALREADY_EXISTS'],
    handler: async (ctx, { body }) => {
      await verification.verifyEmail(ctx, body.token);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/verify/code',
    summary: 'Show by the code that was sent that you read a phone, yours or the one you want to have',
    tag,
    access: 'user',
    body: verifyCodeBody,
    errors: ['ALREADY_EXISTS'],
    handler: async (ctx, { body }) => {
      await verification.verifyPhone(ctx, body.code);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/verify/send',
    summary: 'Have the link or the code sent again',
    tag,
    access: 'user',
    body: sendVerificationBody,
    errors: ['NOT_FOUND', 'INVALID_STATE', 'RATE_LIMITED'],
    handler: async (ctx, { body }) => {
      await verification.sendAgain(ctx, body.channel);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/totp/enroll',
    summary: 'Get a secret for your authenticator app; it counts once it is confirmed',
    tag,
    access: 'user',
    body: enrollTotpBody,
    response: enrollTotpOut,
    errors: ['INVALID_CREDENTIALS', 'INVALID_STATE', 'RATE_LIMITED'],
    handler: (ctx, { body }) => totp.enroll(ctx, body.password),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/totp/confirm',
    summary: 'Have signing in take a code from now on; gives the recovery codes, once',
    tag,
    access: 'user',
    body: confirmTotpBody,
    response: recoveryCodesOut,
    errors: ['INVALID_STATE'],
    handler: async (ctx, { body }) => ({ recoveryCodes: [...(await totp.confirm(ctx, body.code))] }),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/totp/disable',
    summary: 'Have signing in take no code any more',
    tag,
    access: 'user',
    body: bothFactorsBody,
    errors: ['INVALID_CREDENTIALS', 'INVALID_STATE', 'RULE_VIOLATED', 'RATE_LIMITED'],
    handler: async (ctx, { body }) => {
      await totp.disable(ctx, body.password, body.code);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/totp/recovery-codes',
    summary: 'Have other recovery codes, shown once; those before are no longer good',
    tag,
    access: 'user',
    body: bothFactorsBody,
    response: recoveryCodesOut,
    errors: ['INVALID_CREDENTIALS', 'INVALID_STATE', 'RATE_LIMITED'],
    handler: async (ctx, { body }) => ({
      recoveryCodes: [...(await totp.renewRecoveryCodes(ctx, body.password, body.code))],
    }),
  }),
];
