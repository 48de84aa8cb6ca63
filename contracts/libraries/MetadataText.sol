// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// SVG is full of double quotes.
// solhint-disable quotes

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {PublicText} from "./PublicText.sol";

/// @title MetadataText
/// @notice What the metadata of licences and vouchers share: data URIs, a small picture, dates.
library MetadataText {
    using Strings for uint256;

    /// @notice `json` as a data URI.
    function dataURI(bytes memory json) internal pure returns (string memory) {
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @notice The URI of ERC-7572: what a contract is called, in how short a word, and what it is.
    function collection(
        string memory name,
        string memory symbol,
        string memory description
    ) internal pure returns (string memory) {
        return
            dataURI(
                abi.encodePacked(
                    '{"name":"',
                    Strings.escapeJSON(PublicText.plain(name)),
                    '","symbol":"',
                    Strings.escapeJSON(PublicText.plain(symbol)),
                    '","description":"',
                    description,
                    '"}'
                )
            );
    }

    /// @notice Five lines of plain text as a picture: a data URI of an SVG on a ground of `colour`. The lines
    /// are escaped.
    function picture(
        string memory colour,
        string memory title,
        string memory first,
        string memory second,
        string memory third,
        string memory footer
    ) internal pure returns (string memory) {
        bytes memory head = abi.encodePacked(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" font-family="sans-serif" fill="#fff">',
            '<rect width="640" height="320" rx="20" fill="',
            colour,
            '"/><text x="32" y="64" font-size="28">',
            _escapeXML(title)
        );
        bytes memory svg = abi.encodePacked(
            head,
            '</text><text x="32" y="150" font-size="20">',
            _escapeXML(first),
            '</text><text x="32" y="186" font-size="20">',
            _escapeXML(second),
            '</text><text x="32" y="250" font-size="24">',
            _escapeXML(third),
            '</text><text x="32" y="290" font-size="16">',
            _escapeXML(footer),
            "</text></svg>"
        );
        return string.concat("data:image/svg+xml;base64,", Base64.encode(svg));
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

    /// @notice An amount of 18 decimals in whole units, without trailing zeros: "2.5".
    function amount(uint256 value) internal pure returns (string memory whole) {
        whole = (value / 1e18).toString();
        uint256 fraction = value % 1e18;
        if (fraction == 0) return whole;
        bytes memory digits = bytes((1e18 + fraction).toString());
        uint256 end = digits.length;
        while (digits[end - 1] == "0") --end;
        // The 1 in front, which kept the leading zeros, becomes the point.
        digits[0] = ".";
        bytes memory kept = new bytes(end);
        for (uint256 i = 0; i < end; ++i) kept[i] = digits[i];
        return string.concat(whole, string(kept));
    }

    function _twoDigits(uint256 value) private pure returns (string memory) {
        return value < 10 ? string.concat("0", value.toString()) : value.toString();
    }

    /// @dev What a name could break out of a text element with. Assumes plain text ({PublicText}), as XML forbids the rest.
    function _escapeXML(string memory text) private pure returns (bytes memory escaped) {
        bytes memory source = bytes(text);
        escaped = new bytes(source.length * 5); // "&amp;" is the longest
        uint256 length;
        for (uint256 i = 0; i < source.length; ++i) {
            bytes1 c = source[i];
            bytes memory with =
                c == "&"
                    ? bytes("&amp;")
                    : c == "<"
                        ? bytes("&lt;")
                        : c == ">"
                            ? bytes("&gt;")
                            : bytes("");
            if (with.length == 0) escaped[length++] = c;
            for (uint256 j = 0; j < with.length; ++j) escaped[length++] = with[j];
        }
        assembly ("memory-safe") {
            mstore(escaped, length) // at most what was allocated
        }
    }
}
