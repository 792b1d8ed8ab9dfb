import { sealedLinkStates } from './adapters/crypto/sealed-link-states';
import { officialAccount } from './adapters/official-account/oauth';
import { readOfficialAccount } from './adapters/official-account/settings';
import { jsonLog } from './adapters/system/json-log';
import { systemRandomBytes } from './adapters/system/random';
import { systemClock } from './adapters/system/time';
import { wxCloudDocuments } from './adapters/wx-cloud/documents';
import { type HttpResponse, httpRequestOf } from './api/http-event';
import { linkPage } from './api/link-page';
import type { WxCloud } from './compose';
import { type Environment, readCampaignEnvironment } from './environment';
import { completeLink, type LinkOutcome } from './usecases/identity/link';
import { knownRecords } from './usecases/stores/known-records';

const TEXT_MOST = 1_000;

/**
 * The function `identity-link`, reached over HTTP: WeChat sends the player's browser here with a code
 * and our own state. Whatever goes wrong, the visitor sees a page that says what to do.
 */
export function composeIdentityLink(env: Environment, cloud: WxCloud) {
  const log = jsonLog(systemClock);

  async function complete(code: string, state: string): Promise<LinkOutcome> {
    const settings = readOfficialAccount(env);
    if (!settings) return 'unavailable';
    const tools = {
      documents: knownRecords(wxCloudDocuments(cloud.database())),
      clock: systemClock,
      log,
      linkStates: sealedLinkStates(readCampaignEnvironment(env).ticketSecret, systemRandomBytes),
      officialAccount: officialAccount(settings),
    };
    return completeLink(tools, { code, state });
  }

  return async (event: unknown): Promise<HttpResponse> => {
    const { code = '', state = '' } = httpRequestOf(event)?.query ?? {};
    const isVisit = [code, state].every((text) => text !== '' && text.length <= TEXT_MOST);
    if (!isVisit) return linkPage('expired');
    try {
      return linkPage(await complete(code, state));
    } catch (error) {
      log.alert('link.broken', { message: String(error) });
      return linkPage('unavailable');
    }
  };
}
