import type { Switches } from './limits';

/** Whether somebody has this openid under this appid. */
export type IsUserOf = (openid: string, appid: string) => boolean;

/**
 * The appid under which an openid was given out; null when nobody has it. The same person has
 * another openid under every appid.
 */
export type AppidOf = (openid: string) => string | null;

/** Without `appidOf` every openid is good under every appid. */
export function createUsers(switches: () => Switches, appidOf: AppidOf | undefined): IsUserOf {
  return (openid, appid) => {
    const { knownOpenids } = switches();
    const exists = knownOpenids === null || knownOpenids.includes(openid);
    return exists && (appidOf === undefined || appidOf(openid) === appid);
  };
}
