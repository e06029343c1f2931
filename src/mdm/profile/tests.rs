//! What devices read in a profile.

use super::*;

const TEXTS: Texts<'_> = Texts {
    organization: "Riverside & Sons",
    display_name: "Riverside Enrollment",
    description: "Connects this device to Riverside.",
    consent: Some("I agree."),
};

fn parts(bytes: &[u8]) -> (Dictionary, Vec<Dictionary>) {
    let profile = Value::from_reader_xml(bytes)
        .unwrap()
        .into_dictionary()
        .unwrap();
    let content = profile.get("PayloadContent").unwrap().as_array().unwrap();
    let payloads = content
        .iter()
        .map(|one| one.as_dictionary().unwrap().clone())
        .collect();
    (profile, payloads)
}

fn built(challenge: &str) -> Vec<u8> {
    let challenge = Secret::new(challenge.to_owned());
    let scep = Scep {
        url: "https://enroll.example.com/scep",
        challenge: Some(&challenge),
        common_name: "enrollment-1",
        fingerprint: Some(&[7; 20]),
    };
    let management = Management {
        topic: "com.apple.mgmt.External.X",
        server_url: "https://mdm.example.com/mdm",
        check_in_url: "https://mdm.example.com/mdm/checkin",
        rights: AccessRights::PERSONAL,
        account: None,
    };
    let names = Names::new("enroll.example.com", "instance-1");
    let identity = Identity::Scep(scep);
    enrollment(&names, &TEXTS, &identity, &management, Some(b"root")).unwrap()
}

fn string<'a>(from: &'a Dictionary, key: &str) -> &'a str {
    from.get(key).unwrap().as_string().unwrap()
}

#[test]
fn the_enrollment_profile_holds_root_identity_and_management() {
    let (profile, payloads) = parts(&built("SECRET"));
    assert_eq!(string(&profile, "PayloadIdentifier"), "com.example.enroll");
    assert_eq!(string(&profile, "PayloadOrganization"), "Riverside & Sons");
    assert_eq!(
        profile.get("TargetDeviceType").unwrap().as_signed_integer(),
        Some(1)
    );
    assert!(
        profile
            .get("ConsentText")
            .unwrap()
            .as_dictionary()
            .unwrap()
            .contains_key("default")
    );
    assert!(!profile.contains_key("PayloadRemovalDisallowed"));
    let kinds: Vec<_> = payloads
        .iter()
        .map(|one| string(one, "PayloadType"))
        .collect();
    assert_eq!(
        kinds,
        [
            "com.apple.security.root",
            "com.apple.security.scep",
            "com.apple.mdm"
        ]
    );
    assert_eq!(
        payloads[0].get("PayloadContent").unwrap().as_data(),
        Some(&b"root"[..])
    );

    let scep = payloads[1]
        .get("PayloadContent")
        .unwrap()
        .as_dictionary()
        .unwrap();
    assert_eq!(string(scep, "Challenge"), "SECRET");
    assert_eq!(scep.get("Keysize").unwrap().as_signed_integer(), Some(2048));
    assert_eq!(scep.get("Key Usage").unwrap().as_signed_integer(), Some(5));
    let last = scep.get("Subject").unwrap().as_array().unwrap()[1]
        .as_array()
        .unwrap();
    assert_eq!(
        last[0].as_array().unwrap(),
        &vec![Value::from("CN"), "enrollment-1".into()]
    );
}

#[test]
fn the_device_signs_what_it_sends_and_says_goodbye() {
    let (_, payloads) = parts(&built("SECRET"));
    let mdm = &payloads[2];
    assert_eq!(
        string(mdm, "IdentityCertificateUUID"),
        string(&payloads[1], "PayloadUUID")
    );
    assert_eq!(mdm.get("SignMessage").unwrap().as_boolean(), Some(true));
    assert_eq!(
        mdm.get("CheckOutWhenRemoved").unwrap().as_boolean(),
        Some(true)
    );
    assert_eq!(
        mdm.get("AccessRights").unwrap().as_signed_integer(),
        Some(5139)
    );
    assert_eq!(
        string(mdm, "CheckInURL"),
        "https://mdm.example.com/mdm/checkin"
    );
}

#[test]
fn only_the_challenge_changes_between_two_profiles_of_an_installation() {
    let (first, second) = (built("FIRST"), built("SECOND"));
    let restored = String::from_utf8(second)
        .unwrap()
        .replace("SECOND", "FIRST");
    assert_eq!(String::from_utf8(first).unwrap(), restored);
}

#[test]
fn every_payload_has_its_own_identifier_and_uuid() {
    let (profile, mut all) = parts(&built("SECRET"));
    all.push(profile);
    let names = Names::new("enroll.example.com", "instance-1");
    let (profile, payloads) = parts(&trust(&names, &TEXTS, b"root").unwrap());
    assert_eq!(payloads.len(), 1);
    all.push(profile);
    all.extend(payloads);
    for key in ["PayloadIdentifier", "PayloadUUID"] {
        let mut values: Vec<_> = all.iter().map(|one| string(one, key)).collect();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), 6, "{key}");
    }
    let other = Names::new("enroll.example.com", "instance-2");
    assert_ne!(names.uuid("mdm"), other.uuid("mdm"));
    assert_eq!(names.uuid("mdm"), names.uuid("mdm").to_uppercase());
}
