import { companySettingsOut, updateCompanySettingsBody } from '@/contract/companySettings';
import { defineRoute } from '@/http/route';
import { readSettings } from './settings.repo';
import { updateSettings } from './settings.service';

const settings = { tag: 'Companies', access: 'tenant', path: '/tenants/current/settings' } as const;

export const companyRoutes = [
  defineRoute({
    ...settings,
    method: 'GET',
    summary: 'Get what is set for the company: by which clock it is today',
    permission: 'tenant:read',
    response: companySettingsOut,
    handler: (ctx) => readSettings(ctx),
  }),
  defineRoute({
    ...settings,
    method: 'PATCH',
    summary: 'Say in which time zone the company is',
    permission: 'tenant:update',
    ifMatch: true,
    body: updateCompanySettingsBody,
    response: companySettingsOut,
    errors: ['RULE_VIOLATED'],
    handler: (ctx, { body, version }) => updateSettings(ctx, version, body),
  }),
];
