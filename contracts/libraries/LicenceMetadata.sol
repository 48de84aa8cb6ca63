// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// JSON and SVG are full of double quotes.
// solhint-disable quotes

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title LicenceMetadata
/// @notice The token URI of a licence: JSON and a small picture, all on chain. Names are escaped for both.
library LicenceMetadata {
    using Strings for uint256;

    /// @param id The licence.
    /// @param office The name of all licences of the organisation.
    /// @param tier The tier's name.
    /// @param termsURI Where the terms can be read.
    /// @param termsHash keccak256 of the terms.
    /// @param expires The first second in which the licence is no longer valid.
    /// @param commons Whether it is free.
    struct Facts {
        uint256 id;
        string office;
        string tier;
        string termsURI;
        bytes32 termsHash;
        uint64 expires;
        bool commons;
    }

    /// @notice The data URI of the JSON that ERC-721 describes.
    function uri(Facts memory f) internal pure returns (string memory) {
        string memory kind = f.commons ? "commons" : "commercial";
        bytes memory head = abi.encodePacked(
            '{"name":"',
            Strings.escapeJSON(f.office),
            " #",
            f.id.toString(),
            '","description":"',
            Strings.escapeJSON(f.tier),
            ", ",
            kind,
            ", valid until ",
            date(f.expires),
            " (UTC)"
        );
        bytes memory attributes = abi.encodePacked(
            '","attributes":[{"trait_type":"Tier","value":"',
            Strings.escapeJSON(f.tier),
            '"},{"trait_type":"Kind","value":"',
            kind,
            '"},{"display_type":"date","trait_type":"Valid until","value":',
            uint256(f.expires).toString(),
            '},{"trait_type":"Terms","value":"',
            Strings.escapeJSON(f.termsURI),
            '"},{"trait_type":"Terms hash","value":"',
            uint256(f.termsHash).toHexString(32),
            '"}],"image":"data:image/svg+xml;base64,'
        );
        bytes memory json = abi.encodePacked(head, attributes, Base64.encode(_picture(f, kind)), '"}');
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @notice `timestamp` (seconds) as a date of the Gregorian calendar in UTC, YYYY-MM-DD.
    /// @dev Days are counted from 1 March 0000, so that the leap day ends a year (Howard Hinnant's civil_from_days).
    function date(uint64 timestamp) internal pure returns (string memory) {
        uint256 day = timestamp / 1 days + 719_468; // days from 0000-03-01 to 1970-01-01
        uint256 era = day / 146_097; // days of 400 years
        uint256 ofEra = day % 146_097;
        uint256 year = (ofEra - ofEra / 1_460 - (ofEra == 146_096 ? 1 : 0) + ofEra / 36_524) / 365;
        uint256 ofYear = ofEra - (365 * year + year / 4 - year / 100);
        uint256 month = (5 * ofYear + 2) / 153; // 0 is March
        uint256 dayOfMonth = ofYear - (153 * month + 2) / 5 + 1;
        month = month < 10 ? month + 3 : month - 9;
        year += 400 * era + (month <= 2 ? 1 : 0);
        return string.concat(year.toString(), "-", _twoDigits(month), "-", _twoDigits(dayOfMonth));
    }

    function _picture(Facts memory f, string memory kind) private pure returns (bytes memory) {
        return
            abi.encodePacked(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" font-family="sans-serif" fill="#fff">',
                '<rect width="640" height="320" rx="20" fill="#12403a"/><text x="32" y="64" font-size="28">',
                _escapeXML(f.office),
                '</text><text x="32" y="150" font-size="20">',
                _escapeXML(f.tier),
                '</text><text x="32" y="186" font-size="20">',
                kind,
                '</text><text x="32" y="250" font-size="24">valid until ',
                date(f.expires),
                '</text><text x="32" y="290" font-size="16">#',
                f.id.toString(),
                "</text></svg>"
            );
    }

    function _twoDigits(uint256 value) private pure returns (string memory) {
        return value < 10 ? string.concat("0", value.toString()) : value.toString();
    }

    /// @dev What a name could break out of a text element with; control characters, which XML forbids, become blanks.
    function _escapeXML(string memory text) private pure returns (bytes memory escaped) {
        bytes memory source = bytes(text);
        for (uint256 i = 0; i < source.length; ++i) {
            bytes1 c = source[i];
            if (c == "&") escaped = abi.encodePacked(escaped, "&amp;");
            else if (c == "<") escaped = abi.encodePacked(escaped, "&lt;");
            else if (c == ">") escaped = abi.encodePacked(escaped, "&gt;");
            else escaped = abi.encodePacked(escaped, uint8(c) < 32 ? bytes1(" ") : c);
        }
    }
}
