import { acceptOwnershipBody, offerOwnershipBody, ownershipOfferOut, ownershipOut } from '@/contract/ownership';
import { defineRoute } from '@/http/route';
import * as service from './ownership.service';

const path = '/tenants/current/ownership';
const base = { tag: 'People', access: 'tenant' } as const;
/** Memberships and offers are rows of the control plane. */
const acting = {
  ...base,
  method: 'POST',
  ownTransaction: true,
  onlyPeople: true,
  response: ownershipOfferOut,
} as const;
const giving = { ...acting, permission: 'tenant:own' } as const;
/** Whoever it may be that the company is offered to. */
const taking = { ...acting, permission: service.ANSWERING } as const;

export const ownershipRoutes = [
  defineRoute({
    ...base,
    method: 'GET',
    path,
    summary: "The newest offer of the company's ownership, for those whom it concerns",
    permission: service.ANSWERING,
    response: ownershipOut,
    handler: (ctx) => service.ownership(ctx),
  }),
  defineRoute({
    ...giving,
    path: `${path}/actions/offer`,
    summary: 'Offer the company to a member, with your password; nothing changes until they accept',
    body: offerOwnershipBody,
    errors: ['NOT_FOUND', 'INVALID_STATE', 'RULE_VIOLATED', 'INVALID_CREDENTIALS', 'TOTP_REQUIRED', 'RATE_LIMITED'],
    handler: (ctx, { body }) => service.offer(ctx, body),
  }),
  defineRoute({
    ...giving,
    path: `${path}/actions/withdraw`,
    summary: 'Take the open offer back',
    errors: ['INVALID_STATE'],
    handler: (ctx) => service.withdraw(ctx),
  }),
  defineRoute({
    ...taking,
    path: `${path}/actions/accept`,
    summary: 'Become the owner of the company that was offered to you, with your password',
    body: acceptOwnershipBody,
    errors: ['INVALID_STATE', 'INVALID_CREDENTIALS', 'TOTP_REQUIRED', 'RATE_LIMITED'],
    handler: (ctx, { body }) => service.accept(ctx, body),
  }),
  defineRoute({
    ...taking,
    path: `${path}/actions/decline`,
    summary: 'Decline the company that was offered to you',
    errors: ['INVALID_STATE'],
    handler: (ctx) => service.decline(ctx),
  }),
];
