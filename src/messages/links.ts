import { config } from '@/config';

/**
 * The address of a page of the console with a token for it. The token is behind the #, which browsers send to nobody: it
 * gets into no log and no Referer.
 */
export const linkTo = (page: string, token: string) => `${config().publicUrl}/${page}#token=${token}`;
