// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPublicText} from "../interfaces/IPublicText.sol";

/// @title PublicText
/// @notice What names and links must be that wallets and pages show in the organisation's name: UTF-8 of bounded length in
/// which one sees what is there, and links that lead to https or ipfs and nowhere else.
library PublicText {
    uint256 private constant MAX_NAME_LENGTH = 64; // bytes
    uint256 private constant MAX_LINK_LENGTH = 256; // bytes
    bytes8 private constant HTTPS = "https://";
    bytes7 private constant IPFS = "ipfs://";
    /// @dev What RFC 3986 allows in a link, without brackets: a bit for each byte.
    uint256 private constant LINK_BYTES =
        (((1 << 26) - 1) << 0x61) | // a to z
            (((1 << 27) - 1) << 0x40) | // @, A to Z
            (((1 << 13) - 1) << 0x2e) | // . / 0 to 9 : ;
            (((1 << 11) - 1) << 0x23) | // # $ % & ' ( ) * + , -
            (1 << 0x21) | // !
            (1 << 0x3d) | // =
            (1 << 0x3f) | // ?
            (1 << 0x5f) | // _
            (1 << 0x7e); // ~

    /// @notice Errors: TextLengthOutOfRange, TextNotPlain.
    function checkName(string memory name) internal pure {
        bytes memory text = bytes(name);
        _checkLength(text.length, MAX_NAME_LENGTH);
        uint256 size;
        for (uint256 i = 0; i < text.length; i += size) {
            uint256 code;
            (code, size) = _decode(text, i);
            require(size > 0 && _isPlain(code), IPublicText.TextNotPlain(i));
        }
    }

    /// @notice A name before the host, which can look like another host, is refused. Errors: TextLengthOutOfRange,
    /// LinkNotAllowed.
    function checkLink(string memory link) internal pure {
        bytes memory text = bytes(link);
        _checkLength(text.length, MAX_LINK_LENGTH);
        uint256 host = bytes8(text) == HTTPS ? 8 : 7;
        require((host == 8 || bytes7(text) == IPFS) && text.length > host, IPublicText.LinkNotAllowed(0));
        bool inHost = true;
        for (uint256 i = host; i < text.length; ++i) {
            bytes1 c = text[i];
            if (c == "/" || c == "?" || c == "#") {
                require(i > host, IPublicText.LinkNotAllowed(i));
                inHost = false;
            }
            require((LINK_BYTES >> uint8(c)) & 1 == 1 && (c != "@" || !inHost), IPublicText.LinkNotAllowed(i));
        }
    }

    /// @notice `text` with a blank for each byte of what {checkName} refuses.
    function plain(string memory text) internal pure returns (string memory) {
        bytes memory cleaned = bytes(string.concat(text));
        for (uint256 i = 0; i < cleaned.length;) {
            (uint256 code, uint256 size) = _decode(cleaned, i);
            if (size > 0 && _isPlain(code)) {
                i += size;
                continue;
            }
            for (uint256 end = i + (size == 0 ? 1 : size); i < end; ++i) cleaned[i] = " ";
        }
        return string(cleaned);
    }

    /// @dev The character at `i` and how many bytes it takes; 0 bytes when it is not UTF-8.
    function _decode(bytes memory text, uint256 i) private pure returns (uint256 code, uint256 size) {
        code = uint8(text[i]);
        if (code < 0x80) return (code, 1);
        if (code < 0xc2 || code > 0xf4) return (0, 0);
        size =
            code < 0xe0
                ? 2
                : code < 0xf0
                    ? 3
                    : 4;
        if (i + size > text.length) return (0, 0);
        code &= 0xff >> (size + 1);
        for (uint256 j = 1; j < size; ++j) {
            uint256 next = uint8(text[i + j]);
            if (next & 0xc0 != 0x80) return (0, 0);
            code = (code << 6) | (next & 0x3f);
        }
        // Longer than needed, half of a pair of UTF-16, or beyond Unicode.
        if (size == 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) return (0, 0);
        if (size == 4 && (code < 0x10000 || code > 0x10ffff)) return (0, 0);
    }

    /// @dev Not a control character, invisible, a mark of direction, a line end, a character that is none, a tag. What joins
    /// letters (U+200C, U+200D) stays: words and emoji need it.
    function _isPlain(uint256 code) private pure returns (bool) {
        if (code < 0x7f) return code >= 0x20;
        if (code < 0xa0 || code == 0xad || code == 0x61c || code == 0x180e || code == 0xfeff) return false;
        if (code >= 0x200b && code <= 0x206f) {
            return
                code == 0x200c ||
                code == 0x200d ||
                (code > 0x200f && code < 0x2028) ||
                (code > 0x202e && code < 0x2060);
        }
        if ((code >= 0xfdd0 && code < 0xfdf0) || (code >= 0xfff0 && code <= 0xffff)) return false;
        return code & 0xfffe != 0xfffe && (code < 0xe0000 || code > 0xe0fff);
    }

    function _checkLength(uint256 length, uint256 max) private pure {
        require(length > 0 && length <= max, IPublicText.TextLengthOutOfRange(length, max));
    }
}
