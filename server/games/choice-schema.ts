import * as v from 'valibot';

const WHOLE = v.pipe(v.number(), v.safeInteger());

/** What an organiser may send as a game; ranges are `checkDraft`'s business. */
export const gameChoiceSchema = v.variant('id', [
  v.strictObject({
    id: v.literal('red-packet-rain'),
    settings: v.strictObject({
      roundSeconds: WHOLE,
      dropsPerSecond: WHOLE,
      hitsPerPacket: WHOLE,
      packetsPerRound: WHOLE,
    }),
  }),
  v.strictObject({
    id: v.literal('riddles'),
    settings: v.strictObject({
      riddleCount: WHOLE,
      triesPerRiddle: WHOLE,
      answerBy: v.picklist(['choice', 'typing']),
      roundSeconds: WHOLE,
      rightPerPacket: WHOLE,
    }),
  }),
]);
