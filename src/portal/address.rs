//! Where a request comes from: the peer, or what trusted proxies say of it.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// The client's address: the peer's, unless that is a trusted proxy; then the last address of
/// X-Forwarded-For that is none.
pub(super) fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[String]) -> IpAddr {
    let mut client = peer.to_canonical();
    if !is_proxy(client, proxies) {
        return client;
    }
    let lists = headers.get_all("x-forwarded-for").iter();
    let text: Vec<&str> = lists.filter_map(|value| value.to_str().ok()).collect();
    for hop in text.join(",").rsplit(',') {
        let Ok(address) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        client = address.to_canonical();
        if !is_proxy(client, proxies) {
            break;
        }
    }
    client
}

/// Whether the peer of a connection is a trusted proxy.
pub(super) fn is_trusted(peer: IpAddr, proxies: &[String]) -> bool {
    is_proxy(peer.to_canonical(), proxies)
}

fn is_proxy(address: IpAddr, proxies: &[String]) -> bool {
    proxies.iter().any(|network| contains(network, address))
}

/// Whether a network (`10.0.0.0/8`, or one address) contains an address.
fn contains(network: &str, address: IpAddr) -> bool {
    let (base, length) = network.split_once('/').unwrap_or((network, "128"));
    let (Ok(base), Ok(length)) = (base.trim().parse::<IpAddr>(), length.trim().parse::<u32>())
    else {
        return false;
    };
    match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            let bits = 32 - length.min(32);
            let mask = u32::MAX.checked_shl(bits).unwrap_or(0);
            u32::from(base) & mask == u32::from(address) & mask
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => {
            let bits = 128 - length.min(128);
            let mask = u128::MAX.checked_shl(bits).unwrap_or(0);
            u128::from(base) & mask == u128::from(address) & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies: Vec<String> = proxies.iter().map(|p| (*p).to_owned()).collect();
        client(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = ["10.0.0.0/8", "::1"];
        assert_eq!(seen("192.0.2.1", &["1.2.3.4"], &proxies), "192.0.2.1");
        assert_eq!(seen("10.1.1.1", &["1.2.3.4"], &proxies), "1.2.3.4");
        assert_eq!(
            seen("::1", &["6.6.6.6, 1.2.3.4, 10.9.9.9"], &proxies),
            "1.2.3.4"
        );
        assert_eq!(
            seen("10.1.1.1", &["6.6.6.6", "1.2.3.4"], &proxies),
            "1.2.3.4"
        );
        assert_eq!(seen("10.1.1.1", &[], &proxies), "10.1.1.1");
        assert_eq!(seen("10.1.1.1", &["1.2.3.4, junk"], &proxies), "10.1.1.1");
        assert_eq!(seen("::ffff:10.1.1.1", &["1.2.3.4"], &proxies), "1.2.3.4");
    }

    #[test]
    fn networks() {
        let within = |network: &str, address: &str| contains(network, address.parse().unwrap());
        assert!(within("0.0.0.0/0", "8.8.8.8") && within("2001:db8::/32", "2001:db8:1::1"));
        assert!(!within("10.0.0.0/9", "10.128.0.1") && !within("junk", "10.0.0.1"));
        assert!(within("10.0.0.1", "10.0.0.1") && !within("10.0.0.1", "10.0.0.2"));
    }
}
