import type { CallResult } from '../../../services/call-result';
import {
  addBudget,
  changeRunning,
  pauseCampaign,
  resumeCampaign,
} from '../../../services/organiser';
import { newRequestId } from '../../../services/request-id';
import { sentenceOf } from '../../../services/sentences';
import { serverClock } from '../../../services/server-clock';
import type { OrganiserCampaign } from '../../../shared/contract/organiser-campaign';
import { pickerValues, withDate, withTime } from '../../edit/beijing-pickers';
import { grownBudget } from './grown-budget';

type Asking = '' | 'switch' | 'budget' | 'change';

/** What an organiser may do to a campaign that runs: pause it, add budget, change greeting and end. */
Component({
  properties: {
    campaign: { type: Object, value: null as unknown as OrganiserCampaign },
  },

  data: {
    paused: false,
    asking: '' as Asking,
    busy: false,
    trouble: '',
    problem: '',
    yuan: '',
    count: '',
    requestId: '',
    /** The total that has to be paid in before the budget can grow to it. */
    wantedFen: 0,
    greeting: '',
    endAtMs: 0,
    end: { date: '', time: '' },
  },

  observers: {
    campaign(campaign: OrganiserCampaign | null) {
      this.setData({ paused: campaign?.state === 'paused' });
    },
  },

  methods: {
    askToSwitch() {
      this.setData({ asking: 'switch', trouble: '' });
    },

    askForBudget() {
      // One intention, one id: tapping again after a lost answer adds nothing twice.
      const fresh = { yuan: '', count: '', problem: '', trouble: '', wantedFen: 0 };
      this.setData({ asking: 'budget', requestId: newRequestId(), ...fresh });
    },

    askForChange() {
      const { greeting, endAtMs } = this.data.campaign.draft;
      const end = pickerValues(endAtMs);
      this.setData({ asking: 'change', greeting, endAtMs, end, problem: '', trouble: '' });
    },

    stopAsking() {
      this.setData({ asking: '' });
    },

    onText(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const { field } = event.currentTarget.dataset as { field: 'yuan' | 'count' | 'greeting' };
      this.setData({ [field]: event.detail.value, problem: '', wantedFen: 0 });
    },

    onEndDate(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setEnd(withDate(this.data.endAtMs, event.detail.value));
    },

    onEndTime(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setEnd(withTime(this.data.endAtMs, event.detail.value));
    },

    setEnd(endAtMs: number) {
      this.setData({ endAtMs, end: pickerValues(endAtMs), problem: '' });
    },

    switchState() {
      const { paused, campaign } = this.data;
      const change = paused ? resumeCampaign : pauseCampaign;
      return this.perform(change(campaign.campaignId), 'trouble');
    },

    addBudget() {
      const { campaign, yuan, count, requestId } = this.data;
      const grown = grownBudget(campaign.draft.split, yuan, count);
      if (!grown.ok) {
        this.setData({ problem: grown.problem });
        return;
      }
      const { totals } = grown;
      this.setData({ wantedFen: campaign.draft.funding === 'paid-in' ? totals.totalFen : 0 });
      return this.perform(addBudget(campaign.campaignId, totals, requestId), 'problem');
    },

    openFunding() {
      const { campaign, wantedFen } = this.data;
      const query = `campaignId=${campaign.campaignId}&wantedFen=${wantedFen}`;
      this.setData({ asking: '' });
      wx.navigateTo({ url: `/organiser/funding/funding?${query}` });
    },

    change() {
      const { campaign, greeting, endAtMs } = this.data;
      const { campaignId, revision } = campaign;
      return this.perform(changeRunning(campaignId, revision, { greeting, endAtMs }), 'problem');
    },

    /** A refusal of something that was typed stays in its dialog, so that it can be put right. */
    async perform(call: Promise<CallResult<unknown>>, where: 'trouble' | 'problem') {
      this.setData({ busy: true, ...(where === 'trouble' && { asking: '' as Asking }) });
      const result = await call;
      this.setData({ busy: false });
      if (!result.ok) {
        this.setData({ [where]: sentenceOf(result.failure, serverClock.now()) });
        return;
      }
      this.setData({ asking: '' });
      this.triggerEvent('changed');
    },
  },
});
