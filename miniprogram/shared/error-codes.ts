/**
 * Every refusal a person can meet. The phone turns a code into one Chinese sentence
 * (`miniprogram/services/sentences.ts`); the cloud never sends prose.
 */
export const ERROR_CODES = [
  // the call itself
  'INVALID', // the request does not fit its schema; facts.path names the field
  'FORBIDDEN', // the caller may not use this function
  'NOT_FOUND', // no such thing, or it is somebody else's
  'BUSY', // too many people at once; asking again is safe
  'INTERNAL', // a bug or a broken connection; facts.traceId finds it in the log

  // whether this player may play this campaign now, in order of precedence
  'CAMPAIGN_NOT_OPEN', // draft, preparing, or withdrawn
  'NOT_STARTED', // facts.startAtMs
  'CAMPAIGN_PAUSED', // the organiser paused it; it may go on
  'CAMPAIGN_ENDED', // past its end, or ended by the organiser
  'BLOCKED', // on the block list
  'NOT_ON_LIST', // the campaign has an allow list without this player
  'SOLD_OUT', // every packet is claimed
  'PACKET_LIMIT_REACHED', // this player holds as many packets as one player may; facts.limit
  'NO_ROUNDS_LEFT', // this player has played as often as one player may; facts.limit

  // a round
  'ROUND_OPEN', // another round of this player is still open; facts.untilAtMs
  'TICKET_EXPIRED', // the round's time and its grace are over
  'IMPLAUSIBLE', // the evidence cannot have been produced by play; the round is void
  'TOO_FAST', // a move came sooner than a person can make it; facts.retryAtMs

  // an organiser's draft; facts.field names the input, facts.*Fen or facts.* the value that would do
  'TITLE_LENGTH',
  'SENDER_NAME_LENGTH',
  'GREETING_LENGTH',
  'TEXT_REFUSED', // the platform's content check refused a text; facts.field
  'TEXT_CHECK_UNAVAILABLE', // the content check did not answer; publishing waits
  'COUNT_RANGE', // facts.least, facts.most
  'MIN_BELOW_CHANNEL', // facts.leastFen
  'MAX_ABOVE_CHANNEL', // facts.mostFen
  'MIN_ABOVE_MAX',
  'TOTAL_TOO_SMALL', // facts.leastFen: the smallest total these packets allow
  'TOTAL_TOO_LARGE', // facts.mostFen: the largest total these packets allow
  'TOTAL_NOT_EQUAL_SHARES', // an equal split leaves a remainder; facts.lowerFen, facts.upperFen
  'WINDOW_ORDER', // the end is not after the start
  'WINDOW_PAST', // the end has passed
  'WINDOW_TOO_LONG', // facts.mostDays
  'PLAYER_LIMIT_RANGE', // facts.least, facts.most
  'ROUND_LIMIT_RANGE', // facts.least, facts.most
  'LIST_TOO_LONG', // facts.most
  'PLAYER_CODE_SHAPE', // facts.line
  'GAME_SETTINGS', // facts.field
  'NOT_A_DRAFT', // only a draft can be changed or deleted
  'NOT_PUBLISHED', // only a published campaign can be ended, paused, or given more budget
  'STALE_REVISION', // somebody else saved in between
  'BUDGET_BELOW_PUBLISHED', // packets that are split stay in the campaign; facts.leastFen, facts.leastCount
  'BUDGET_ADDED_TOO_OFTEN', // facts.most

  // how a campaign pays and where its budget comes from
  'CHANNEL_NOT_READY', // the deployment cannot pay this way yet; facts.missing names a setting
  'BALANCE_NOT_DECLARED', // nobody of finance has said what may be spent
  'BALANCE_TOO_SMALL', // facts.freeFen, facts.missingFen
  'NOT_PAID_IN', // the campaign's budget has not been paid in; facts.missingFen
  'ORDER_AMOUNT_RANGE', // facts.leastFen, facts.mostFen
  'NOT_FUNDED_THIS_WAY', // this campaign is not paid in by orders
  'NOTHING_TO_REFUND',
  'REFUND_NOT_STUCK', // this refund does not wait for a person (any more)
  'REFUND_UNCLEAR', // WeChat Pay does not prove that nothing of it goes back; nothing was changed
  'MONEY_PAID_IN', // a draft with money in it is not deleted; facts.amountFen
  'PROVIDER_UNAVAILABLE', // WeChat Pay gave no definite answer; asking again is safe

  // opening a packet
  'SCAN_TO_OPEN', // this channel's packets open only after entering by a scan
  'PACKET_NOT_OPENABLE', // nothing to open: taken, returned, or on its way
  'NOT_WITHDRAWABLE', // only a transfer that waits for its player can be taken back

  // a held payout
  'NOT_HELD', // it does not wait for a person any more
  'PAYOUT_UNCLEAR', // WeChat Pay does not prove that no money is out; nothing was changed
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
