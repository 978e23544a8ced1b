import { useCan } from '@web/session/useSession';
import { SCREEN_GROUPS } from './screens';

/** The navigation as far as the role goes; groups without a screen left are left out. */
export function useScreens() {
  const can = useCan();
  return SCREEN_GROUPS.map((group) => ({
    ...group,
    links: group.links.filter(({ permission }) => can(permission)),
  })).filter(({ links }) => links.length > 0);
}
