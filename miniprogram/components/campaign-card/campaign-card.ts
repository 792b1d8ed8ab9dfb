import { serverClock } from '../../services/server-clock';
import type { CampaignCard } from '../../shared/contract/player-campaign';
import { type CardWords, cardWords } from './campaign-phase';

/**
 * A campaign on the home page: `large` for the one that is next, otherwise a row. `campaign` is a
 * CampaignCard. Emits `open` with its campaignId.
 */
Component({
  properties: {
    campaign: { type: Object, value: {} },
    large: { type: Boolean, value: false },
  },
  data: { words: null as CardWords | null },
  observers: {
    campaign() {
      this.say();
    },
  },
  methods: {
    /** Also when the countdown ends: the card then says 进行中 by itself. */
    say() {
      const campaign = this.data.campaign as Partial<CampaignCard> | null;
      if (!campaign?.campaignId) return;
      this.setData({ words: cardWords(campaign as CampaignCard, serverClock.now()) });
    },

    open() {
      this.triggerEvent('open', { campaignId: (this.data.campaign as CampaignCard).campaignId });
    },
  },
});
