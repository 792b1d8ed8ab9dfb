import { memoryDocuments } from '../../../server/adapters/memory/documents';
import { RED_PACKET_DAILY_LIMITS } from '../../../server/adapters/wechatpay/red-packets/limits';
import { countIntoDay } from '../../../server/usecases/stores/send-budgets';

const NOW_MS = Date.UTC(2026, 10, 21, 12);

describe("counting bills against the merchant's day", () => {
  it("lets every one of the day's first bills through when they come at the same time", async () => {
    const documents = memoryDocuments();
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        countIntoDay(
          documents,
          {
            channel: 'sendredpack',
            recipientId: `player-${n}`,
            billNo: `bill-${n}`,
            amountFen: 100,
          },
          RED_PACKET_DAILY_LIMITS,
          NOW_MS,
        ),
      ),
    );
    expect(new Set(verdicts)).toEqual(new Set(['within']));
  });
});
