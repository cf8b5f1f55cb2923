/**
 * `@apollo/gateway` reports its use to its maker unless the environment says no before it is made.
 * Nothing about a company's customers leaves this process for that.
 */
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
