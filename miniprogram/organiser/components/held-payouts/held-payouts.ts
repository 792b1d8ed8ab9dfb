import { decideHeld, listHeld } from '../../../services/organiser';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';
import type { ClaimRow, HeldDecision } from '../../../shared/contract/claims';
import { readableYuan } from '../../../shared/fen';
import { CHOICES, choiceOf, type Question, questionAbout } from './decisions';
import { heldWords } from './held-words';

interface HeldLine {
  readonly claimId: string;
  readonly playerCode: string;
  readonly yuan: string;
  readonly why: string;
  readonly billNo: string;
}

const REASON_LEAST = 2;

/** Payouts that wait for a person, each with the three things that a person may do. */
Component({
  properties: {
    campaignId: { type: String, value: '' },
    /** How many there are now; the list is read again when it changes. */
    count: { type: Number, value: 0 },
  },

  data: {
    choices: CHOICES,
    autosize: { minHeight: 48, maxHeight: 120 },
    rows: [] as HeldLine[],
    nextCursor: null as string | null,
    asking: false,
    question: { title: '', content: '', button: '' } as Question,
    claimId: '',
    decision: 'retry' as HeldDecision,
    reason: '',
    reasonMissing: false,
    busy: false,
    trouble: '',
  },

  observers: {
    'campaignId, count'(campaignId: string, count: number) {
      if (campaignId && count > 0) this.load(null);
    },
  },

  methods: {
    async load(cursor: string | null) {
      const result = await listHeld(this.data.campaignId, cursor);
      if (!result.ok) {
        this.setData({ trouble: sentenceOf(result.failure, serverClock.now()) });
        return;
      }
      const lines = result.value.rows.map(heldLine);
      this.setData({
        rows: cursor === null ? lines : [...this.data.rows, ...lines],
        nextCursor: result.value.nextCursor,
      });
    },

    loadMore() {
      return this.load(this.data.nextCursor);
    },

    choose(event: WechatMiniprogram.TouchEvent) {
      const { claimId, decision } = event.currentTarget.dataset as {
        claimId: string;
        decision: HeldDecision;
      };
      const line = this.data.rows.find((row) => row.claimId === claimId);
      if (!line) return;
      const question = questionAbout(decision, line.yuan);
      const fresh = { reason: '', reasonMissing: false, trouble: '' };
      this.setData({ asking: true, claimId, decision, question, ...fresh });
    },

    onReason(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ reason: event.detail.value, reasonMissing: false });
    },

    cancel() {
      this.setData({ asking: false });
    },

    async confirm() {
      const { campaignId, claimId, decision, reason } = this.data;
      if (reason.trim().length < REASON_LEAST) {
        this.setData({ reasonMissing: true });
        return;
      }
      this.setData({ asking: false, busy: true });
      const result = await decideHeld(campaignId, claimId, decision, reason.trim());
      this.setData({ busy: false });
      if (!result.ok) {
        this.setData({ trouble: sentenceOf(result.failure, serverClock.now()) });
      } else {
        wx.showToast({ title: choiceOf(decision, result.value.payment.step), icon: 'none' });
      }
      await this.load(null);
      this.triggerEvent('changed');
    },
  },
});

function heldLine(row: ClaimRow): HeldLine {
  return {
    claimId: row.claimId,
    playerCode: row.playerCode,
    yuan: readableYuan(row.amountFen),
    why: heldWords(row.heldReason ?? ''),
    billNo: row.billNo ?? '',
  };
}
