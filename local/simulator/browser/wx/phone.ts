/** Which phone this is: `/phone/<id>/`. Everything that a phone keeps is kept under its id. */
export const phoneId = /\/phone\/([\w-]+)\//.exec(location.pathname)?.[1] ?? '1';

/** Parameters of the address before `#`: `scene`, `theme`, `offline`, `shareTicket`, `group`. */
export const launchParameters = new URLSearchParams(location.search);
