/** Which phone this is: `/phone/<id>/`. Everything that a phone keeps is kept under its id. */
export const phoneId = /\/phone\/([\w-]+)\//.exec(location.pathname)?.[1] ?? '1';

/** Parameters of the address before `#`: `scene`, `theme`, `offline`, `old`, `shareTicket`, `group`. */
export const launchParameters = new URLSearchParams(location.search);

/** How the mini program was opened: 1001 from the list of mini programs, unless the address says. */
export const enterScene = Number(launchParameters.get('scene') ?? 1001);

/** A WeChat from before base library 3.3.0. */
export const isOldWeChat = launchParameters.has('old');
