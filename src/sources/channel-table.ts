/**
 * The published table behind the channel rule. `mediums`: values of utm_medium (lower case, spaces and underscores as hyphens).
 * `sites`: a source name or the ending of a referrer's host. Where a medium is known it decides; else the site does.
 */
export const channelTable = {
  mediums: {
    'paid search': ['cpc', 'ppc', 'sem', 'paidsearch', 'paid-search', 'search-ad', 'search-ads'],
    'paid social': ['paidsocial', 'paid-social', 'social-ad', 'social-ads', 'cpm-social'],
    display: ['display', 'banner', 'cpm', 'expandable', 'interstitial', 'retargeting', 'remarketing', 'programmatic'],
    email: ['email', 'e-mail', 'mail', 'newsletter', 'drip', 'nurture'],
    affiliate: ['affiliate', 'affiliates', 'partner', 'partners', 'reseller'],
    'organic search': ['organic', 'organic-search', 'seo'],
    social: ['social', 'social-network', 'social-media', 'sm', 'organic-social'],
    referral: ['referral', 'link', 'backlink'],
    event: ['event', 'webinar', 'conference', 'tradeshow', 'trade-show', 'meetup'],
    sms: ['sms', 'text', 'text-message'],
    push: ['push', 'notification', 'mobile-push', 'web-push'],
    direct: ['(none)', 'none', 'direct', '(direct)', '(not-set)'],
  },
  sites: {
    'organic search': ['google', 'bing', 'duckduckgo', 'yahoo', 'ecosia', 'baidu', 'yandex', 'qwant', 'startpage'],
    social: [
      'facebook',
      'instagram',
      'linkedin',
      'lnkd',
      'twitter',
      't.co',
      'x.com',
      'youtube',
      'reddit',
      'tiktok',
      'pinterest',
      'mastodon',
      'bsky',
    ],
    email: ['mail.google', 'outlook', 'newsletter', 'mailchimp', 'hubspotemail', 'marketo-email'],
    'ai assistant': ['chatgpt', 'openai', 'perplexity', 'claude.ai', 'copilot.microsoft', 'gemini.google'],
  },
} as const
